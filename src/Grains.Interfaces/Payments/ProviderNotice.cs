using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Payments;

/// <summary>What a provider said once, whether we asked or it called: facts, never commands.</summary>
/// <param name="EventId">The provider's id of the event; repeats of it are counted. At most 200 characters.</param>
/// <param name="Kind">The provider's name of it: <c>checkout.session.completed</c>.</param>
/// <param name="Source">webhook, answer, question.</param>
/// <param name="Attempt">The number of the attempt it is about.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.Notice")]
public sealed record ProviderNotice(string EventId, string Kind, string Source, int Attempt, DateTimeOffset? OccurredAt, AttemptFacts Facts);

/// <summary>What is known of an attempt. Absent parts say nothing.</summary>
[GenerateSerializer, Immutable, Alias("hub.payments.AttemptFacts")]
public sealed record AttemptFacts
{
    /// <summary>How far the attempt is; None says nothing, Cancelled is a failure with a name of its own.</summary>
    [Id(0)] public PaymentStatus Status { get; init; }
    /// <summary>The amount that was captured, when Status is Captured.</summary>
    [Id(1)] public Money? Captured { get; init; }
    [Id(2)] public string? FailureCode { get; init; }
    [Id(3)] public string? ActionUrl { get; init; }
    /// <summary>The provider's id of the attempt.</summary>
    [Id(4)] public string? Reference { get; init; }
    /// <summary>The provider's id of the charge itself.</summary>
    [Id(5)] public string? ChargeReference { get; init; }
    [Id(6)] public ImmutableArray<RefundFact> Refunds { get; init; } = [];
    [Id(7)] public ImmutableArray<DisputeFact> Disputes { get; init; } = [];
}

/// <param name="Reference">The provider's id of the refund; null when it was refused before it had one.</param>
/// <param name="RefundId">Ours, when the provider knows it.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.RefundFact")]
public sealed record RefundFact(string? Reference, string? RefundId, Money Amount, RefundStatus Status, string? FailureCode = null);

[GenerateSerializer, Immutable, Alias("hub.payments.DisputeFact")]
public sealed record DisputeFact(string Reference, Money Amount, DisputeStatus Status);
