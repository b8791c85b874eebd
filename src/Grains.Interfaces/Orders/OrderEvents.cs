using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Orders;

// The order's id is the last segment of the event's key. Each is told once.

[EventName("order.placed")]
public sealed record OrderPlaced(string BuyerId, ImmutableArray<OrderedLine> Lines, Money Total, ImmutableArray<string> CouponIds) : DomainEvent;

/// <param name="Total">Of the line, after the discount: what its seller's revenue begins with.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.OrderedLine")]
public sealed record OrderedLine(string LineId, string CourseId, string SellerId, int Quantity, Money Total);

/// <summary>The money is here, or there was none to pay.</summary>
[EventName("order.paid")]
public sealed record OrderPaid(string BuyerId, Money Total) : DomainEvent;

/// <summary>The buyer has access to everything.</summary>
[EventName("order.fulfilled")]
public sealed record OrderFulfilled(string BuyerId) : DomainEvent;

/// <param name="Reason">A code: <c>orders.ran_out</c>, <c>orders.cancelled_by_buyer</c>, <c>enrolments.no_seats</c>, …</param>
[EventName("order.cancelled")]
public sealed record OrderCancelled(string BuyerId, string Reason) : DomainEvent;

/// <summary>Money came for an order that had been cancelled. It is given back.</summary>
[EventName("order.paid_late")]
public sealed record OrderPaidLate(Money Total) : DomainEvent;

[EventName("order.refund_begun")]
public sealed record OrderRefundBegun(string RefundId, Money Amount) : DomainEvent;

/// <summary>The money is back with the buyer.</summary>
/// <param name="Shares">What each line gave back: what its seller's revenue loses.</param>
/// <param name="Full">Nothing is left to be given back.</param>
[EventName("order.refunded")]
public sealed record OrderRefunded(string RefundId, Money Amount, ImmutableArray<RefundedLine> Shares, bool Full) : DomainEvent;

[GenerateSerializer, Immutable, Alias("hub.orders.RefundedLine")]
public sealed record RefundedLine(string LineId, string CourseId, string SellerId, Money Amount);

[EventName("order.refund_abandoned")]
public sealed record OrderRefundAbandoned(string RefundId, Money Amount, string Reason) : DomainEvent;

/// <summary>The buyer's bank has taken the money back until it is decided. Access is closed meanwhile; licences stay.</summary>
[EventName("order.disputed")]
public sealed record OrderDisputed(string BuyerId, Money Total) : DomainEvent;

/// <param name="Won">True: access is open again. False: it stays closed, licences too.</param>
[EventName("order.dispute_closed")]
public sealed record OrderDisputeClosed(string BuyerId, bool Won) : DomainEvent;
