using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments;

/// <summary>The document of one payment: at most 10 attempts, 100 refunds, 20 disputes. What was heard from the provider is records.</summary>
internal sealed record PaymentState : IAggregateState<PaymentState>
{
    public const string HeardRecord = "provider_event";

    public static string AggregateType => "payment";
    public static PaymentState Empty { get; } = new();

    public PaymentStatus Status { get; init; }
    public string OrderId { get; init; } = "";
    public string BuyerId { get; init; } = "";
    public Money Amount { get; init; }
    public string Description { get; init; } = "";
    public string ReturnUrl { get; init; } = "";
    public ImmutableArray<AttemptState> Attempts { get; init; } = [];
    public ImmutableArray<RefundState> Refunds { get; init; } = [];
    public ImmutableArray<DisputeState> Disputes { get; init; } = [];
    /// <summary>Somebody wants it closed; it is Cancelled when no attempt is open any more.</summary>
    public bool Cancelling { get; init; }
    public string? Attention { get; init; }
    public DateTimeOffset BegunAt { get; init; }
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>When to ask the provider next, in seconds of Unix time; null when all is settled. The sweep looks for it.</summary>
    public long? AskAt { get; init; }
    /// <summary>Questions since the last news: they grow apart.</summary>
    public int Asked { get; init; }
    /// <summary>Records of what was heard; the last one's seq.</summary>
    public int Heard { get; init; }

    [JsonIgnore] public AttemptState? Last => Attempts.Length > 0 ? Attempts[^1] : null;
    [JsonIgnore] public Money Refunded => Sum(Refunds.Where(r => r is { Surplus: false, Status: RefundStatus.Refunded }).Select(r => r.Amount));
    [JsonIgnore] public Money RefundPending => Sum(Refunds.Where(r => r is { Surplus: false, Status: RefundStatus.Pending }).Select(r => r.Amount));
    [JsonIgnore] public Money TakenByDisputes => Sum(Disputes.Where(d => d.Status is DisputeStatus.Open or DisputeStatus.Lost).Select(d => d.Amount));

    [JsonIgnore]
    public DisputeStatus Dispute =>
        Disputes.Any(d => d.Status == DisputeStatus.Open) ? DisputeStatus.Open
        : Disputes.Any(d => d.Status == DisputeStatus.Lost) ? DisputeStatus.Lost
        : Disputes.Length > 0 ? DisputeStatus.Won : DisputeStatus.None;

    public AttemptState? Attempt(int number) => number >= 1 && number <= Attempts.Length ? Attempts[number - 1] : null;

    /// <summary>The provider's ids, by which its dashboard names this payment.</summary>
    [JsonIgnore]
    public IEnumerable<string> References =>
        Attempts.SelectMany(a => (string?[])[a.Reference, a.ChargeReference]).Concat(Refunds.Select(r => r.Reference)).Concat(Disputes.Select(d => d.Reference)).OfType<string>().Distinct();

    public PaymentState With(AttemptState attempt) => this with { Attempts = Attempts.SetItem(attempt.Number - 1, attempt) };

    private Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(new Money(0, Amount.Currency), (sum, next) => sum + next);
}

/// <param name="Status">Created, NeedsAction, Processing, Failed or Captured.</param>
/// <param name="KeyNumber">Which idempotency key its call goes under: the next one after a key is spent on an answer that says nothing.</param>
/// <param name="Surplus">Captured although another attempt was: given back.</param>
internal sealed record AttemptState(int Number, string Provider, PaymentStatus Status, DateTimeOffset At, string? FailureCode = null, string? ActionUrl = null,
    string? Reference = null, string? ChargeReference = null, int KeyNumber = 0, bool Surplus = false)
{
    [JsonIgnore] public bool IsOpen => Status is PaymentStatus.Created or PaymentStatus.NeedsAction or PaymentStatus.Processing;
}

/// <param name="Attempt">Whose capture it gives back.</param>
/// <param name="ByProvider">Made at the provider, not by us.</param>
/// <param name="Surplus">Gives back a second capture: no part of the order.</param>
internal sealed record RefundState(string Id, int Attempt, Money Amount, RefundStatus Status, DateTimeOffset At, string? Reference = null, string? FailureCode = null,
    bool ByProvider = false, bool Surplus = false, int KeyNumber = 0);

internal sealed record DisputeState(string Id, string Reference, Money Amount, DisputeStatus Status, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt = null);

/// <summary>A record: one thing that was heard from the provider, however often.</summary>
internal sealed record HeardEvent(string EventId, string Kind, string Source, int Attempt, string Effect, DateTimeOffset? OccurredAt, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Times, int Seq);
