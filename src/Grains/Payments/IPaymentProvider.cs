using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments;

/// <summary>A company that moves money for us. Every call may be made again: it carries its idempotency key, and its effect is there once. Each ends within
/// <see cref="PaymentProviders.Patience"/>, below the response time-out of grain calls. An answer that did not come, or says nothing, is
/// <see cref="ProviderAnswer.Unknown"/>: the payment asks later, and assumes nothing. A definite no is a fact like any other.</summary>
internal interface IPaymentProvider
{
    /// <summary>A key segment, stored with payments for ever.</summary>
    string Id { get; }

    /// <summary>How it is offered for this amount; null when it does not take it.</summary>
    PaymentProviderView? Offer(Money amount);

    /// <summary>Opens the attempt there.</summary>
    Task<ProviderAnswer> Begin(ProviderAttempt attempt, CancellationToken cancellation);

    /// <summary>All that is known of it, refunds and disputes too.</summary>
    Task<ProviderAnswer> Ask(ProviderAttempt attempt, CancellationToken cancellation);

    /// <summary>Closes it, so that it can never be paid any more; else says what it has become.</summary>
    Task<ProviderAnswer> Cancel(ProviderAttempt attempt, CancellationToken cancellation);

    Task<ProviderAnswer> Refund(ProviderAttempt attempt, ProviderRefund refund, CancellationToken cancellation);

    /// <summary>Verifies the signature over the raw body and reads the event. Unavailable: the provider shall send it again.</summary>
    Task<Result<ProviderWebhook>> Read(string tenant, string body, string signature, CancellationToken cancellation);
}

/// <param name="KeyNumber">Part of the idempotency key: rises when a key is spent.</param>
internal sealed record ProviderAttempt(PaymentKey Payment, int Number, string OrderId, string BuyerId, Money Amount, string Description, string ReturnUrl,
    string? Reference, string? ChargeReference, DateTimeOffset At, int KeyNumber);

internal sealed record ProviderRefund(string RefundId, Money Amount, string? Reference, DateTimeOffset At, int KeyNumber);

/// <param name="Facts">Null: nobody knows yet.</param>
/// <param name="KeySpent">This idempotency key is answered with what says nothing for as long as it is remembered: look first, then use the next.</param>
internal sealed record ProviderAnswer(AttemptFacts? Facts, bool KeySpent = false)
{
    public static ProviderAnswer Unknown { get; } = new(null);
    public static implicit operator ProviderAnswer(AttemptFacts facts) => new(facts);
}

/// <param name="Payment">Null: not about a payment of ours, or of no interest.</param>
internal sealed record ProviderWebhook(string EventId, PaymentKey? Payment = null, ProviderNotice? Notice = null);
