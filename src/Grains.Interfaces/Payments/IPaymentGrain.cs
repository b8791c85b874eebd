using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Payments;

/// <summary>The payment of one order: the single writer between the buyer's browser, the provider's webhooks and our own questions. Key
/// <see cref="PaymentKey"/>; the payment's id is the order's. Facts of the provider may come in any order, late and repeated: the state is a function of the
/// set of facts. A provider is called outside of any transaction under an idempotency key; an answer that was lost is asked for, never assumed.
/// Captured is final and beats all else: money that came is always told, also when the payment was cancelled a moment before.</summary>
public interface IPaymentGrain : IGrainWithStringKey
{
    /// <summary>Begins the payment and its first attempt. Idempotent by the payment's id: again with the same order, buyer and amount goes on where it stands
    /// (never a second attempt, never a second charge). The view says what is next: <see cref="PaymentStatus.NeedsAction"/> (send the buyer to
    /// <see cref="PaymentView.ActionUrl"/>), Processing, Captured, Failed, or Created where the provider's answer is not known yet (it is being asked: wait for
    /// the order to be woken). Errors: <c>payments.begun_otherwise</c>, <c>payments.unknown_provider</c>, <c>payments.currency_not_offered</c>,
    /// <c>payments.bad_amount</c>, <c>payments.bad_input</c>.</summary>
    [Requires(Permission.System), Alias("Begin")] Task<Result<PaymentView>> Begin(BeginPayment command);

    /// <summary>The buyer tries again after a failed attempt, perhaps with another provider. While an attempt is open: that one. Errors: <c>payments.not_yours</c>,
    /// <c>payments.captured</c>, <c>payments.cancelled</c>, <c>payments.too_many_attempts</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Retry")] Task<Result<PaymentView>> Retry(RetryPayment command);

    /// <summary>The buyer came back from the provider's page: what is not known yet is asked at once (at most every few seconds), so that they need not wait for
    /// a webhook. Safe to call on every view of the order's page. Errors: <c>payments.not_found</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Confirm")] Task<Result<PaymentView>> Confirm(ConfirmPayment command);

    /// <summary>Closes the payment, at the provider too. Ok only when the provider has confirmed that nothing can be captured any more, or nothing was begun; until
    /// then <c>payments.cancelling</c> (unavailable: ask again; it is pursued on its own meanwhile). <c>payments.captured</c> when the money was faster,
    /// <c>payments.processing</c> when the provider is at work and it cannot be taken back. A payment that was never begun is closed for good.</summary>
    [Requires(Permission.System), Alias("Cancel")] Task<Result<PaymentView>> Cancel(CancelPayment command);

    /// <summary>Gives money back. Idempotent by <see cref="RefundPayment.RefundId"/>. Accepted means: reserved against what was captured, and pursued until the
    /// provider has said yes or no; see the refund's status in the view, and <c>payment.refunded</c> or <c>payment.refund_failed</c>. All refunds that did not fail
    /// never exceed what was captured. Errors: <c>payments.not_captured</c>, <c>payments.refund_too_much</c>, <c>payments.refund_differs</c>,
    /// <c>payments.too_many_refunds</c>, <c>payments.disputed</c> (an open or lost dispute has the money).</summary>
    [Requires(Permission.System), Alias("Refund")] Task<Result<PaymentView>> Refund(RefundPayment command);

    /// <summary>What a verified webhook told. In any order, any number of times.</summary>
    [Requires(Permission.System), Alias("Learn")] Task<Result<PaymentView>> Learn(ProviderNotice notice);

    /// <summary>Pursues what is not settled, when it is due: an attempt without an answer, a cancellation, a refund. Does nothing otherwise.</summary>
    [Requires(Permission.System), Alias("Reconcile")] Task Reconcile();

    /// <summary>Asks the provider now. For admins. Errors: <c>payments.provider_unavailable</c>.</summary>
    [Requires(Permission.ManageSales), Alias("AskNow")] Task<Result<PaymentView>> AskNow(AskProvider command);

    /// <summary>For its buyer, admins and the platform; <c>payments.not_found</c> for all others.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<PaymentView>> Get();

    /// <summary>Everything that was heard from the provider, last first; attempts with their references. For admins.</summary>
    [Requires(Permission.ManageSales), ReadOnly, AlwaysInterleave, Alias("GetHistory")] Task<Result<PaymentHistory>> GetHistory();
}
