using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Orders;

/// <summary>The rules of an order. It goes open → placed → paid → fulfilled, or is cancelled; whatever is told twice, late or in another order changes
/// nothing the second time. Of money it believes only what the payment says.</summary>
internal static class Order
{
    public const int MaxLines = 30, MaxRefunds = 20;

    public static Decision<OrderState> Open(OrderState state, OpenOrder c) => state.Status switch
    {
        OrderStatus.None => Decision<OrderState>.Of(state with { Status = OrderStatus.Open, BuyerId = c.BuyerId }),
        _ when state.BuyerId == c.BuyerId => Decision<OrderState>.NoChange(state),
        _ => OrderErrors.Taken,
    };

    public static Decision<OrderState> Place(OrderState state, PlaceOrder c, DateTimeOffset now)
    {
        if (state.Status is OrderStatus.None) return OrderErrors.NotFound;
        if (state.PlacedAt is not null) return Same(state, c) ? Decision<OrderState>.NoChange(state) : OrderErrors.NotOpen;
        if (state.Status is not OrderStatus.Open) return OrderErrors.NotOpen;
        if (!AddsUp(c)) return OrderErrors.LinesWrong;
        var free = c.Total.IsZero;
        var placed = state with
        {
            Status = free ? OrderStatus.Paid : OrderStatus.Placed, Currency = c.Total.Currency, TotalMinor = c.Total.Minor, Provider = c.Provider, Coupons = c.Coupons,
            Lines = [.. c.Lines.Select(l => new SoldLine(l.LineId, l.CourseId, l.Title, l.SellerId, l.Quantity, l.UnitPrice, l.Discount, l.Total))],
            PlacedAt = now, PayUntil = c.PayUntil, PaidAt = free ? now : null,
        };
        var told = new OrderPlaced(state.BuyerId, [.. c.Lines.Select(l => new OrderedLine(l.LineId, l.CourseId, l.SellerId, l.Quantity, l.Total))], c.Total, [.. c.Coupons.Select(x => x.CouponId)]);
        return free ? Decision<OrderState>.Of(placed, told, new OrderPaid(state.BuyerId, c.Total)) : Decision<OrderState>.Of(placed, told);
    }

    /// <summary>Takes in how the payment stands. Views may come in any order: one that is older than what is known says nothing.</summary>
    public static Decision<OrderState> See(OrderState state, PaymentView payment, DateTimeOffset now)
    {
        if (state.PlacedAt is null || payment.Version <= state.PaymentVersion || payment.BuyerId != state.BuyerId || payment.Amount != state.Total) return Decision<OrderState>.NoChange(state);
        var (next, events) = (state with { PaymentVersion = payment.Version }, new List<DomainEvent>());
        if (payment.Status is PaymentStatus.Captured && next.Status is OrderStatus.Placed)
        {
            next = next with { Status = OrderStatus.Paid, PaidAt = payment.CapturedAt ?? now };
            events.Add(new OrderPaid(state.BuyerId, state.Total));
        }
        else if (payment.Status is PaymentStatus.Captured && next is { Status: OrderStatus.Cancelled, PaidAt: null, PaidLate: false })
        {
            next = next with { PaidLate = true };
            events.Add(new OrderPaidLate(state.Total));
        }

        var dispute = payment.Dispute switch { DisputeStatus.Open => OrderDispute.Open, DisputeStatus.Won => OrderDispute.Won, DisputeStatus.Lost => OrderDispute.Lost, _ => OrderDispute.None };
        if (dispute != next.Dispute)
        {
            // A dispute that opened and closed between two looks is told whole.
            if (next.Dispute is not OrderDispute.Open && dispute is not OrderDispute.None) events.Add(new OrderDisputed(state.BuyerId, state.Total));
            if (dispute is OrderDispute.Won or OrderDispute.Lost) events.Add(new OrderDisputeClosed(state.BuyerId, dispute is OrderDispute.Won));
            next = next with { Dispute = dispute };
        }
        return events.Count == 0 && next.Status == state.Status ? Decision<OrderState>.NoChange(state) : Decision<OrderState>.Of(next, [.. events]);
    }

    public static Decision<OrderState> Fulfil(OrderState state, DateTimeOffset now) => state.Status switch
    {
        OrderStatus.Fulfilled => Decision<OrderState>.NoChange(state),
        OrderStatus.Paid => Decision<OrderState>.Of(state with { Status = OrderStatus.Fulfilled, FulfilledAt = now }, new OrderFulfilled(state.BuyerId)),
        OrderStatus.None => OrderErrors.NotFound,
        _ => OrderErrors.NotPaid,
    };

    public static Decision<OrderState> Cancel(OrderState state, CancelOrder c, DateTimeOffset now)
    {
        // A checkout that was refused this id takes back nothing of the order it belongs to.
        if (state.BuyerId != c.BuyerId || state.Status is OrderStatus.None or OrderStatus.Cancelled) return Decision<OrderState>.NoChange(state);
        if (state.IsPaid && state.Total != state.Sum(OrderRefundStatus.Refunded)) return OrderErrors.Paid;
        var cancelled = state with { Status = OrderStatus.Cancelled, CancelReason = c.Reason, CancelledAt = now };
        // What was never placed nobody has heard of.
        return state.PlacedAt is null ? Decision<OrderState>.Of(cancelled) : Decision<OrderState>.Of(cancelled, new OrderCancelled(state.BuyerId, c.Reason));
    }

    private static bool Same(OrderState state, PlaceOrder c) =>
        state.Total == c.Total && state.Lines.Select(l => (l.LineId, l.CourseId, l.Total)).SequenceEqual(c.Lines.Select(l => (l.LineId, l.CourseId, l.Total)));

    private static bool AddsUp(PlaceOrder c)
    {
        if (c.Lines.Length is 0 or > MaxLines || !Currencies.IsSold(c.Total.Currency) || c.Total.IsNegative) return false;
        if (c.Lines.Select(l => l.LineId).Distinct().Count() != c.Lines.Length) return false;
        foreach (var l in c.Lines)
        {
            if (l.Quantity < 1 || new[] { l.UnitPrice, l.Discount, l.Total }.Any(m => m.IsNegative || m.Currency != c.Total.Currency)) return false;
            if (l.UnitPrice.Times(l.Quantity) - l.Discount != l.Total) return false;
        }
        return Money.Sum(c.Lines.Select(l => l.Total), c.Total.Currency) == c.Total;
    }
}
