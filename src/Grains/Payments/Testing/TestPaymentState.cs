using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments.Testing;

/// <summary>One attempt as the test provider keeps it: at most 40 webhooks.</summary>
internal sealed record TestPaymentState : IAggregateState<TestPaymentState>
{
    public static string AggregateType => "test_payment";
    public static TestPaymentState Empty { get; } = new();

    public PaymentStatus Status { get; init; }
    public string PaymentId { get; init; } = "";
    public int Attempt { get; init; }
    public string OrderId { get; init; } = "";
    public string BuyerId { get; init; } = "";
    public Money Amount { get; init; }
    public string Description { get; init; } = "";
    public string ReturnUrl { get; init; } = "";
    public string? FailureCode { get; init; }
    public bool AsksConfirmation { get; init; }
    public DateTimeOffset? SettlesAt { get; init; }
    /// <summary>What a delayed decision will be.</summary>
    public bool SettlesWell { get; init; }
    public bool HoldsWebhooks { get; init; }
    public bool HoldsRefunds { get; init; }
    public ImmutableArray<RefundFact> Refunds { get; init; } = [];
    public ImmutableArray<DisputeFact> Disputes { get; init; } = [];
    public ImmutableArray<TestWebhook> Webhooks { get; init; } = [];
    /// <summary>Ids of webhooks to deliver, in this order; an id may stand twice.</summary>
    public ImmutableArray<string> Queue { get; init; } = [];

    [JsonIgnore] public long Left => Amount.Minor - Refunds.Where(r => r.Status != RefundStatus.Failed).Sum(r => r.Amount.Minor);

    public AttemptFacts Facts(string reference) => new()
    {
        Status = Status == PaymentStatus.Cancelled ? PaymentStatus.Failed : Status, Captured = Status == PaymentStatus.Captured ? Amount : null, FailureCode = FailureCode,
        ActionUrl = Status == PaymentStatus.NeedsAction ? TestPaymentProvider.Page(reference) : null, Reference = reference, Refunds = Refunds, Disputes = Disputes,
    };
}

/// <param name="Facts">As they were when it happened.</param>
internal sealed record TestWebhook(string Id, string Kind, DateTimeOffset At, AttemptFacts Facts, int Delivered = 0);
