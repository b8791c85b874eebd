using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Coupons;

/// <summary>What a coupon takes off a cart, or the precise reason why nothing; and its uses: reserved by an order, paid, let go, given back.</summary>
internal static class CouponUses
{
    public const int MaxHolds = 10_000;
    private const int ForgottenAtOnce = 500;

    /// <param name="forOrder">The order that asks: its own reservation does not stand in its way.</param>
    public static Result<AppliedCoupon> Quote(CouponState state, string couponId, QuoteCoupon q, CouponLookup known, string? forOrder, DateTimeOffset now)
    {
        if (!state.Exists || !IsOurs(state, q.Code, known)) return CouponErrors.Unknown;
        var rules = state.Rules!;
        if (state.Paused) return CouponErrors.Paused;
        if (rules.From is { } from && now < SellerTime.Start(from, rules.Zone)) return CouponErrors.NotYet(SellerTime.Shown(from, rules.Zone));
        if (rules.Until is { } until && now >= SellerTime.End(until, rules.Zone)) return CouponErrors.Expired(SellerTime.Shown(until, rules.Zone));
        if (!q.Alone && !rules.Combines) return CouponErrors.DoesNotCombine;
        if (RefuseUse(state, q.UserId, q.Code, known, forOrder, now) is { } refused) return refused;

        var counts = q.Lines.Select(l => Counts(state, l)).ToImmutableArray();
        if (!counts.Contains(true)) return CouponErrors.WrongCourses;
        var listed = Money.Sum(q.Lines.Where((_, i) => counts[i]).Select(l => l.Listed), q.Currency);
        if (rules.Minimums.FirstOrDefault(m => m.Currency == q.Currency) is { Currency: not null } minimum && listed < minimum) return CouponErrors.Minimum(CouponWords.Amount(minimum));
        if (rules.Kind == CouponKind.Fixed && !rules.Amounts.Any(a => a.Currency == q.Currency)) return CouponErrors.WrongCurrency(q.Currency);
        var shares = CouponDiscount.Of(rules, q.Lines, counts, q.Currency);
        return new AppliedCoupon(couponId, q.Code, q.Lines, shares, Money.Sum(shares, q.Currency));
    }

    public static Decision<CouponState> Reserve(CouponState state, string couponId, ReserveCoupon c, CouponLookup known, DateTimeOffset now)
    {
        if (!KeySegment.IsValid(c.OrderId) || !KeySegment.IsValid(c.UserId)) return CouponErrors.BadOrder;
        if (known.Use is not null) return Decision<CouponState>.NoChange(state);
        if (state.Holds.TryGetValue(c.OrderId, out var held) && held.Until >= now) return Decision<CouponState>.NoChange(state);
        // Whether it may stand beside the others was decided when the cart was frozen.
        var quote = Quote(state, couponId, new(c.UserId, c.Coupon.Code, c.Coupon.Lines, c.Coupon.Discount.Currency, Alone: true), known, c.OrderId, now);
        if (!quote.IsOk) return quote.Error;
        if (!quote.Value.Shares.AsSpan().SequenceEqual(c.Coupon.Shares.AsSpan())) return CouponErrors.Changed;
        var forgotten = Forgotten(state, now);
        if (state.Holds.Count - forgotten.Length >= MaxHolds) return CouponErrors.Busy;

        var hold = new CouponHold(c.OrderId, c.UserId, c.Coupon.Code, c.Coupon.Discount.Minor, c.Coupon.Discount.Currency, c.Until.ToUniversalTime());
        return Decision<CouponState>.Of(state with { Holds = state.Holds.RemoveRange(forgotten.Select(h => h.OrderId)).SetItem(hold.OrderId, hold) },
            [.. forgotten.Select(h => new CouponReleased(h.OrderId, RanOut: true)), new CouponReserved(hold.OrderId, hold.UserId, hold.DiscountMinor, hold.Currency)]) with
        {
            Records =
            [
                .. forgotten.Select(h => RecordChange.Delete(CouponState.HoldRecord, h.OrderId)),
                RecordChange.Put(CouponState.HoldRecord, hold.OrderId, hold.Until.ToUnixTimeMilliseconds(), hold),
            ],
        };
    }

    public static Decision<CouponState> Confirm(CouponState state, ConfirmCoupon c, CouponLookup known, DateTimeOffset now)
    {
        if (known.Use is not null) return Decision<CouponState>.NoChange(state);
        if (!state.Holds.TryGetValue(c.OrderId, out var hold)) return CouponErrors.NotReserved;
        // In time: the use is theirs. Late: only if nobody took it meanwhile.
        if (hold.Until < now && RefuseUse(state, hold.UserId, hold.Code, known, c.OrderId, now) is not null) return CouponErrors.UsedUp;
        var use = new CouponUse(hold.OrderId, hold.UserId, hold.Code, hold.DiscountMinor, hold.Currency, now);
        return Decision<CouponState>.Of(state with { Used = state.Used + 1, Holds = state.Holds.Remove(c.OrderId) },
            new CouponUsed(use.OrderId, use.UserId, use.DiscountMinor, use.Currency)) with
        {
            Records =
            [
                RecordChange.Delete(CouponState.HoldRecord, use.OrderId),
                RecordChange.Put(CouponState.UseRecord, use.OrderId, now.ToUnixTimeMilliseconds(), use),
                RecordChange.Put(CouponState.PersonRecord, use.UserId, 0, new CouponPerson(use.UserId, (known.Person?.Used ?? 0) + 1)),
                .. Single(known, use.OrderId),
            ],
        };
    }

    public static Decision<CouponState> Release(CouponState state, ReleaseCoupon c)
    {
        if (!state.Holds.ContainsKey(c.OrderId)) return Decision<CouponState>.NoChange(state);
        return Decision<CouponState>.Of(state with { Holds = state.Holds.Remove(c.OrderId) }, new CouponReleased(c.OrderId, RanOut: false))
            with { Records = [RecordChange.Delete(CouponState.HoldRecord, c.OrderId)] };
    }

    public static Decision<CouponState> Return(CouponState state, ReturnCoupon c, CouponLookup known)
    {
        if (known.Use is not { } use || !state.Rules!.ReturnsOnRefund) return Decision<CouponState>.NoChange(state);
        return Decision<CouponState>.Of(state with { Used = Math.Max(0, state.Used - 1) }, new CouponReturned(c.OrderId, use.UserId)) with
        {
            Records =
            [
                RecordChange.Delete(CouponState.UseRecord, c.OrderId),
                RecordChange.Put(CouponState.PersonRecord, use.UserId, 0, new CouponPerson(use.UserId, Math.Max(0, (known.Person?.Used ?? 1) - 1))),
                .. Single(known, null),
            ],
        };
    }

    private static Error? RefuseUse(CouponState state, string userId, string code, CouponLookup known, string? forOrder, DateTimeOffset now)
    {
        var rules = state.Rules!;
        var held = state.Holds.Values.Where(h => h.Until >= now && h.OrderId != forOrder).ToList();
        if (known.Single is { OrderId: not null } || rules.TotalLimit <= state.Used) return CouponErrors.UsedUp;
        if (userId.Length > 0 && rules.PerPersonLimit is { } mine && (known.Person?.Used ?? 0) + held.Count(h => h.UserId == userId) >= mine) return CouponErrors.UsedByYou;
        if (known.Single is not null && held.Any(h => h.Code == code)) return CouponErrors.Reserved;
        return rules.TotalLimit <= state.Used + held.Count ? CouponErrors.Reserved : null;
    }

    private static bool IsOurs(CouponState state, string code, CouponLookup known) =>
        known.Single is not null || state.Code.Length > 0 && CouponCodes.Shared(state.Code) == code;

    private static bool Counts(CouponState state, CouponLine line) =>
        (state.ForAllSellers || line.SellerId == state.OwnerId) && (state.Rules!.CourseIds.IsEmpty || state.Rules.CourseIds.Contains(line.CourseId));

    private static ImmutableArray<RecordChange> Single(CouponLookup known, string? orderId) =>
        known.Single is { } single ? [RecordChange.Put(CouponState.CodeRecord, single.Code, known.SingleSeq, single with { OrderId = orderId })] : [];

    /// <summary>Reservations that ran out longest ago, when there are so many that memory must be made.</summary>
    private static ImmutableArray<CouponHold> Forgotten(CouponState state, DateTimeOffset now) => state.Holds.Count < MaxHolds ? []
        : [.. state.Holds.Values.Where(h => h.Until < now).OrderBy(h => h.Until).Take(ForgottenAtOnce)];
}
