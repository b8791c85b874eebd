using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Orders;

[GenerateSerializer, Immutable, Alias("hub.orders.Open")]
public sealed record OpenOrder(string BuyerId) : Command;

/// <param name="Coupons">Codes and ids of what took the discount off, in the order of the cart.</param>
/// <param name="PayUntil">When it runs out unless it is paid.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.Place")]
public sealed record PlaceOrder(ImmutableArray<OrderLine> Lines, Money Total, ImmutableArray<OrderCoupon> Coupons, string Provider, DateTimeOffset PayUntil) : Command;

/// <param name="Discount">Of the whole line.</param>
/// <param name="Total">Quantity times unit price less the discount; never below 0.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.Line")]
public sealed record OrderLine(string LineId, string CourseId, string Title, string SellerId, int Quantity, Money UnitPrice, Money Discount, Money Total);

[GenerateSerializer, Immutable, Alias("hub.orders.Coupon")]
public sealed record OrderCoupon(string CouponId, string Code, Money Discount);

[GenerateSerializer, Immutable, Alias("hub.orders.Fulfil")]
public sealed record FulfilOrder : Command;

/// <param name="BuyerId">Whose order it must be: of another's nothing is changed.</param>
/// <param name="Reason">A code: what went wrong.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.Cancel")]
public sealed record CancelOrder(string BuyerId, string Reason) : Command;

/// <summary>What is given back: everything that is left when neither lines nor an amount are named.</summary>
/// <param name="LineIds">What is left of these lines.</param>
/// <param name="Amount">Shared among the lines in proportion to what is left of them.</param>
/// <param name="KeepAccess">Lines that are given back whole keep their access all the same: a goodwill.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.RefundTerms")]
public sealed record RefundTerms(ImmutableArray<string> LineIds, Money? Amount, bool KeepAccess)
{
    public static RefundTerms Everything { get; } = new([], null, false);
}

/// <param name="RefundId">A key segment; with it a repeat is the same refund.</param>
/// <param name="By">Who decided it; empty: the platform, or the provider.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.BeginRefund")]
public sealed record BeginRefund(string RefundId, RefundTerms Terms, string By) : Command;

[GenerateSerializer, Immutable, Alias("hub.orders.CompleteRefund")]
public sealed record CompleteRefund(string RefundId) : Command;

[GenerateSerializer, Immutable, Alias("hub.orders.AbandonRefund")]
public sealed record AbandonRefund(string RefundId, string Reason) : Command;
