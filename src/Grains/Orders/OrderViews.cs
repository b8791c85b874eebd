using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.Grains.Orders;

/// <summary>State as it is shown.</summary>
internal static class OrderViews
{
    public static OrderView Of(OrderState s, string orderId, long version)
    {
        var placed = s.PlacedAt is not null;
        return new(orderId, s.BuyerId, s.Status,
            [.. s.Lines.Select(l => new OrderLineView(l.LineId, l.CourseId, l.Title, l.SellerId, l.Quantity, l.UnitPrice, l.Discount, l.Total, l.Total - s.LeftOf(l), !l.Closed))], s.Coupons,
            placed ? Money.Sum(s.Lines.Select(l => l.UnitPrice.Times(l.Quantity)), s.Currency) : null, placed ? Money.Sum(s.Lines.Select(l => l.Discount), s.Currency) : null, placed ? s.Total : null,
            s.Provider, placed ? s.Sum(OrderRefundStatus.Refunded) : null, placed ? s.Sum(OrderRefundStatus.Pending) : null,
            [.. s.Refunds.Select(r => new OrderRefundView(r.RefundId, r.Amount, r.Status, r.Shares, r.By, r.Reason, r.At))], s.Dispute, s.CancelReason,
            s.PlacedAt, s.PayUntil, s.PaidAt, s.FulfilledAt, s.CancelledAt, version);
    }
}
