using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Payments;

public enum PaymentStatus
{
    None,
    /// <summary>Begun; the provider's answer is not known yet.</summary>
    Created,
    /// <summary>The buyer must go to the provider's page.</summary>
    NeedsAction,
    /// <summary>The buyer has done their part; the money is on its way, or not (a bank debit takes days).</summary>
    Processing,
    Captured,
    /// <summary>The last attempt failed; the buyer may try again.</summary>
    Failed,
    Cancelled,
}

public enum RefundStatus { Pending, Refunded, Failed }

/// <summary>Lost: the money is gone back to the buyer through their bank.</summary>
public enum DisputeStatus { None, Open, Won, Lost }

/// <param name="ActionUrl">While NeedsAction: a path of ours (the test provider) or an https address of the provider. 303 there; the form that leads to it needs
/// <c>data-turbo="false"</c>, and its page must allow the provider's origin as a form's target (<c>http.AllowFormsTo</c>).</param>
/// <param name="FailureCode">While Failed: <c>declined</c>, <c>expired</c>, <c>abandoned</c>, <c>provider_refused</c>, or the provider's own code.</param>
/// <param name="Attempt">The number of the last attempt, from 1.</param>
/// <param name="CanRetry">Whether <see cref="IPaymentGrain.Retry"/> would begin a new attempt.</param>
/// <param name="Refunded">Given back, confirmed by the provider.</param>
/// <param name="RefundPending">Promised, not confirmed yet.</param>
/// <param name="Dispute">Of several: Open before Lost before Won.</param>
/// <param name="Attention">A code when the provider said what cannot be: a person must look. Null: all is well.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.View")]
public sealed record PaymentView(string PaymentId, string OrderId, string BuyerId, Money Amount, PaymentStatus Status, string Provider, bool IsTest,
    string? ActionUrl, string? FailureCode, int Attempt, bool CanRetry, Money Refunded, Money RefundPending, ImmutableArray<RefundView> Refunds,
    DisputeStatus Dispute, ImmutableArray<DisputeView> Disputes, DateTimeOffset BegunAt, DateTimeOffset? CapturedAt, string? Attention, long Version);

/// <param name="ByProvider">Made at the provider, not by us.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.RefundView")]
public sealed record RefundView(string RefundId, Money Amount, RefundStatus Status, string? FailureCode, bool ByProvider, DateTimeOffset At);

[GenerateSerializer, Immutable, Alias("hub.payments.DisputeView")]
public sealed record DisputeView(string DisputeId, Money Amount, DisputeStatus Status, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt);

[GenerateSerializer, Immutable, Alias("hub.payments.History")]
public sealed record PaymentHistory(PaymentView Payment, ImmutableArray<AttemptView> Attempts, ImmutableArray<ProviderEventView> Events, DateTimeOffset? AskedNext);

/// <param name="Reference">The provider's id of it.</param>
/// <param name="AnswerLost">The call that begins it has had no answer yet: being asked for.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.AttemptView")]
public sealed record AttemptView(int Number, string Provider, PaymentStatus Status, string? FailureCode, string? Reference, string? ChargeReference, bool AnswerLost, DateTimeOffset At);

/// <param name="Source">webhook, answer (of a call of ours), question (a reconciliation).</param>
/// <param name="Effect">What it changed, as names of our events, or "" when it told nothing new.</param>
/// <param name="Times">How often it came.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.ProviderEventView")]
public sealed record ProviderEventView(string EventId, string Kind, string Source, int Attempt, string Effect, DateTimeOffset? OccurredAt, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Times);
