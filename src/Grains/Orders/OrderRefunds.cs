using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.Grains.Orders;

/// <summary>The rules of giving back. A refund is promised, then done or abandoned; what is promised cannot be promised again, so that all refunds together
/// never exceed the order. A line that is named, or the whole order, loses its access; an amount that is less than all that is left closes nothing.</summary>
internal static class OrderRefunds
{
    /// <summary>What these terms come to now. <paramref name="byPlatform"/>: taking back a checkout, or money that came too late.</summary>
    public static Result<RefundQuote> Quote(OrderState state, RefundTerms terms, string refundId, bool byPlatform)
    {
        if (state.PlacedAt is null) return OrderErrors.NotFound;
        if (!state.HadMoney) return OrderErrors.NotPaid;
        // Money that came too late, and that the provider did not take back at once, is given back by a person.
        if (!byPlatform && state.Status is not (OrderStatus.Fulfilled or OrderStatus.Cancelled)) return state.Status is OrderStatus.Paid ? OrderErrors.NotFulfilled : OrderErrors.NotPaid;
        if (state.Dispute is OrderDispute.Open or OrderDispute.Lost) return OrderErrors.Disputed;
        if (state.Refunds.Length >= MaxRefundsFor(byPlatform)) return OrderErrors.TooManyRefunds;
        var wanted = terms.LineIds.IsDefault ? [] : terms.LineIds;
        if (wanted.Length > 0 && terms.Amount is not null || wanted.Distinct().Count() != wanted.Length || wanted.Any(id => state.Lines.All(l => l.LineId != id))) return OrderErrors.RefundWrong;
        var left = state.Lines.Select(state.LeftOf).ToArray();
        var total = Money.Sum(left, state.Currency);
        if (total.IsZero && (state.TotalMinor > 0 || state.Lines.All(l => l.Closed))) return OrderErrors.NothingLeft;
        if (terms.Amount is { } amount && (amount.Currency != state.Currency || amount.Minor <= 0)) return OrderErrors.RefundWrong;
        if (terms.Amount > total) return OrderErrors.RefundTooMuch;

        var everything = wanted.Length == 0 && (terms.Amount is null || terms.Amount == total);
        var parts = terms.Amount is { } asked ? asked.Share([.. left.Select(m => m.Minor)])
            : [.. state.Lines.Select((l, i) => wanted.Length == 0 || wanted.Contains(l.LineId) ? left[i] : Money.Zero(state.Currency))];
        var shares = state.Lines.Select((l, i) => (Line: l, Share: new RefundShare(l.LineId, parts[i], !terms.KeepAccess && !l.Closed && (everything || wanted.Contains(l.LineId))))).ToArray();
        var given = shares.Where(s => !s.Share.Amount.IsZero || s.Share.ClosesAccess).Select(s => s.Share).ToImmutableArray();
        // A line that cost something and has nothing left is given back already, or about to be.
        if (given.All(g => g.Amount.IsZero && state.Lines.First(l => l.LineId == g.LineId).Total.Minor > 0)) return OrderErrors.NothingLeft;
        var sum = Money.Sum(parts, state.Currency);
        return new RefundQuote(refundId, sum, given, total - sum, sum == total && state.Coupons.Length > 0);
    }

    /// <param name="days">After the payment; zero: no limit.</param>
    public static bool IsTooLate(OrderState state, int days, DateTimeOffset now) => days > 0 && state.PaidAt is { } paid && now > paid + TimeSpan.FromDays(days);

    public static Decision<OrderState> Begin(OrderState state, BeginRefund c, bool byPlatform, DateTimeOffset now)
    {
        if (state.Refunds.FirstOrDefault(r => r.RefundId == c.RefundId) is { } known) return SameTerms(known.Terms, c.Terms) ? Decision<OrderState>.NoChange(state) : OrderErrors.RefundDiffers;
        var quote = Quote(state, c.Terms, c.RefundId, byPlatform);
        if (!quote.IsOk) return quote.Error;
        var refund = new OrderRefund(c.RefundId, quote.Value.Amount, OrderRefundStatus.Pending, c.Terms, quote.Value.Shares, c.By, null, now);
        return Decision<OrderState>.Of(state with { Refunds = state.Refunds.Add(refund) }, new OrderRefundBegun(c.RefundId, refund.Amount));
    }

    public static Decision<OrderState> Complete(OrderState state, string refundId)
    {
        if (state.Refunds.FirstOrDefault(r => r.RefundId == refundId) is not { } refund) return OrderErrors.NoRefund;
        if (refund.Status is OrderRefundStatus.Refunded) return Decision<OrderState>.NoChange(state);
        if (refund.Status is OrderRefundStatus.Abandoned) return OrderErrors.NoRefund;
        var closing = refund.Shares.Where(s => s.ClosesAccess).Select(s => s.LineId).ToHashSet();
        var next = state with
        {
            Refunds = state.Refunds.Replace(refund, refund with { Status = OrderRefundStatus.Refunded }),
            Lines = [.. state.Lines.Select(l => closing.Contains(l.LineId) ? l with { Closed = true } : l)],
        };
        var sellers = state.Lines.ToDictionary(l => l.LineId);
        return Decision<OrderState>.Of(next, new OrderRefunded(refundId, refund.Amount,
            [.. refund.Shares.Select(s => new RefundedLine(s.LineId, sellers[s.LineId].CourseId, sellers[s.LineId].SellerId, s.Amount))], next.Sum(OrderRefundStatus.Refunded) == next.Total));
    }

    public static Decision<OrderState> Abandon(OrderState state, AbandonRefund c) => state.Refunds.FirstOrDefault(r => r.RefundId == c.RefundId) switch
    {
        { Status: OrderRefundStatus.Pending } refund => Decision<OrderState>.Of(
            state with { Refunds = state.Refunds.Replace(refund, refund with { Status = OrderRefundStatus.Abandoned, Reason = c.Reason }) }, new OrderRefundAbandoned(c.RefundId, refund.Amount, c.Reason)),
        _ => Decision<OrderState>.NoChange(state),
    };

    /// <summary>The quote of a refund that was begun, as it was then.</summary>
    public static RefundQuote Promised(OrderState state, string refundId)
    {
        var refund = state.Refunds.First(r => r.RefundId == refundId);
        return new(refundId, refund.Amount, refund.Shares, state.Left, state.Left.IsZero && state.Coupons.Length > 0);
    }

    /// <summary>One more than people may make, so that the platform can always give back what must not stay.</summary>
    private static int MaxRefundsFor(bool byPlatform) => byPlatform ? Order.MaxRefunds + 2 : Order.MaxRefunds;

    private static bool SameTerms(RefundTerms a, RefundTerms b) =>
        a.KeepAccess == b.KeepAccess && a.Amount == b.Amount && (a.LineIds.IsDefault ? [] : a.LineIds).SequenceEqual(b.LineIds.IsDefault ? [] : b.LineIds);
}
