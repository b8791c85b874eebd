using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Orders;

public enum OrderStatus
{
    None,
    /// <summary>The id is taken; nothing is bought yet.</summary>
    Open,
    /// <summary>Waits for the money.</summary>
    Placed,
    Paid,
    Fulfilled,
    Cancelled,
}

/// <summary><c>Open</c> and <c>Lost</c> keep access closed.</summary>
public enum OrderDispute { None, Open, Won, Lost }

public enum OrderRefundStatus { Pending, Refunded, Abandoned }

/// <param name="PayUntil">When it runs out unless it is paid.</param>
/// <param name="CancelReason">A code; null unless cancelled.</param>
/// <param name="Refunded">Back with the buyer.</param>
/// <param name="RefundPending">Promised.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.View")]
public sealed record OrderView(string OrderId, string BuyerId, OrderStatus Status, ImmutableArray<OrderLineView> Lines, ImmutableArray<OrderCoupon> Coupons, Money? Subtotal, Money? Discount, Money? Total,
    string Provider, Money? Refunded, Money? RefundPending, ImmutableArray<OrderRefundView> Refunds, OrderDispute Dispute, string? CancelReason,
    DateTimeOffset? PlacedAt, DateTimeOffset? PayUntil, DateTimeOffset? PaidAt, DateTimeOffset? FulfilledAt, DateTimeOffset? CancelledAt, long Version)
{
    public string Number => OrderNumber.Of(OrderId);
    public bool IsPaid => Status is OrderStatus.Paid or OrderStatus.Fulfilled;

    /// <summary>Whether the buyer has, or gets, what this line bought.</summary>
    public bool HasAccess(OrderLineView line) => IsPaid && line.Open && Dispute is OrderDispute.None or OrderDispute.Won;
}

/// <param name="Refunded">Given back or promised.</param>
/// <param name="Open">Not closed by a refund.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.LineView")]
public sealed record OrderLineView(string LineId, string CourseId, string Title, string SellerId, int Quantity, Money UnitPrice, Money Discount, Money Total, Money Refunded, bool Open);

/// <param name="By">Who decided it; empty: the platform, or the provider.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.RefundView")]
public sealed record OrderRefundView(string RefundId, Money Amount, OrderRefundStatus Status, ImmutableArray<RefundShare> Shares, string By, string? Reason, DateTimeOffset At);

/// <param name="ClosesAccess">The line is given back whole and access is not kept.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.RefundShare")]
public sealed record RefundShare(string LineId, Money Amount, bool ClosesAccess);

/// <summary>What a refund does.</summary>
/// <param name="Left">What could still be given back after it.</param>
/// <param name="ReturnsCoupon">It is a full refund of an order with a coupon: the use is given back where the coupon's rules say so.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.RefundQuote")]
public sealed record RefundQuote(string RefundId, Money Amount, ImmutableArray<RefundShare> Shares, Money Left, bool ReturnsCoupon)
{
    public bool IsFull => Left.IsZero;
}

/// <summary>What people call an order: short, and good enough to find it by.</summary>
public static class OrderNumber
{
    public static string Of(string orderId)
    {
        var tail = new string([.. orderId.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        tail = tail.Length > 8 ? tail[^8..] : tail.PadLeft(8, '0');
        return $"{tail[..4]}-{tail[4..]}";
    }
}
