using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Payments;

// The event's key is a PaymentKey: tenant/payment. What the ledger books: captured, refunded, refund_reversed, disputed, dispute_closed,
// surplus_captured, surplus_returned. Each is told once, whatever the order and number of the provider's facts; captured before the others.

[EventName("payment.begun")]
public sealed record PaymentBegun(string OrderId, string BuyerId, Money Amount, string Provider) : DomainEvent;

/// <summary>Another attempt after a failed one.</summary>
[EventName("payment.retried")]
public sealed record PaymentRetried(string OrderId, int Attempt, string Provider) : DomainEvent;

/// <summary>The buyer must act at the provider; the address is in the view.</summary>
[EventName("payment.action_needed")]
public sealed record PaymentActionNeeded(string OrderId, int Attempt) : DomainEvent;

[EventName("payment.processing")]
public sealed record PaymentProcessing(string OrderId, int Attempt) : DomainEvent;

/// <summary>The money is here. Once a payment. May come after failed or cancelled: it beats them.</summary>
[EventName("payment.captured")]
public sealed record PaymentCaptured(string OrderId, Money Amount, string Provider, int Attempt) : DomainEvent;

/// <summary>An attempt failed; another may follow.</summary>
[EventName("payment.failed")]
public sealed record PaymentFailed(string OrderId, int Attempt, string Code) : DomainEvent;

[EventName("payment.cancelled")]
public sealed record PaymentCancelled(string OrderId) : DomainEvent;

/// <summary>A refund is promised and reserved.</summary>
[EventName("payment.refund_begun")]
public sealed record PaymentRefundBegun(string OrderId, string RefundId, Money Amount) : DomainEvent;

/// <summary>The provider has given the money back. Also for refunds made at the provider, under an id that begins with <c>ext-</c>.</summary>
[EventName("payment.refunded")]
public sealed record PaymentRefunded(string OrderId, string RefundId, Money Amount) : DomainEvent;

/// <summary>The provider refused the refund: nothing was given back.</summary>
[EventName("payment.refund_failed")]
public sealed record PaymentRefundFailed(string OrderId, string RefundId, Money Amount, string Code) : DomainEvent;

/// <summary>A refund that was told as refunded came back (the buyer's bank refused it): the money is ours again.</summary>
[EventName("payment.refund_reversed")]
public sealed record PaymentRefundReversed(string OrderId, string RefundId, Money Amount, string Code) : DomainEvent;

/// <summary>The buyer's bank took the money back until it is decided.</summary>
[EventName("payment.disputed")]
public sealed record PaymentDisputed(string OrderId, string DisputeId, Money Amount) : DomainEvent;

/// <param name="Won">True: the money is ours again.</param>
[EventName("payment.dispute_closed")]
public sealed record PaymentDisputeClosed(string OrderId, string DisputeId, Money Amount, bool Won) : DomainEvent;

/// <summary>A second attempt was captured too, against all promises of the provider; it is given back at once and is no part of the order.</summary>
[EventName("payment.surplus_captured")]
public sealed record PaymentSurplusCaptured(string OrderId, int Attempt, Money Amount) : DomainEvent;

[EventName("payment.surplus_returned")]
public sealed record PaymentSurplusReturned(string OrderId, int Attempt, Money Amount) : DomainEvent;

/// <summary>The provider said what cannot be (another amount than was asked for): nothing was booked, a person must look.</summary>
[EventName("payment.attention")]
public sealed record PaymentAttention(string OrderId, string Code) : DomainEvent;

/// <summary>Nothing happened to the money, but lists show something else: a reference of the provider became known, or nobody needs to look any more.</summary>
[EventName("payment.noted")]
public sealed record PaymentNoted(string OrderId) : DomainEvent;
