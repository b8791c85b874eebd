using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Coupons;

/// <summary>The rules of a coupon's life: who makes and changes it, and its codes. What it takes off and for whom is in <see cref="CouponUses"/>.</summary>
internal static class Coupon
{
    public const int MaxCodes = 100_000, CodesAtOnce = 1_000;

    public static bool IsOwner(CouponState state, Actor actor) => state.Exists && !actor.IsVisitor && (actor.IsAdmin || actor.UserId == state.OwnerId);

    public static Decision<CouponState> Create(CouponState state, CreateCoupon c, Actor actor, DateTimeOffset now)
    {
        if (state.Exists) return IsOwner(state, actor) ? CouponErrors.Exists : CouponErrors.NotFound;
        var code = (c.Code ?? "").Trim().ToUpperInvariant();
        var kept = code.Length == 0 ? "" : CouponCodes.Shared(code);
        if (kept is null) return CouponErrors.BadCode;
        var rules = c.Rules;
        if (CouponTerms.Check(ref rules) is { } error) return error;
        return Decision<CouponState>.Of(
            new CouponState { OwnerId = actor.UserId, ForAllSellers = actor.IsAdmin, Code = code, Rules = rules, CreatedAt = now }, new CouponCreated(actor.UserId)) with
        {
            Claims = kept.Length == 0 ? [] : [new Claim(CouponCodes.Claim, kept)],
            ClaimTaken = CouponErrors.CodeTaken,
        };
    }

    public static Decision<CouponState> Change(CouponState state, ChangeCoupon c, Actor actor)
    {
        if (!IsOwner(state, actor)) return CouponErrors.NotFound;
        var rules = c.Rules;
        if (CouponTerms.Check(ref rules) is { } error) return error;
        // The order in which coupons are applied goes by kind: carts remember it.
        if (rules.Kind != state.Rules!.Kind) return CouponErrors.KindIsFixed;
        return Decision<CouponState>.Of(state with { Rules = rules }, new CouponChanged());
    }

    public static Decision<CouponState> Pause(CouponState state, PauseCoupon c, Actor actor)
    {
        if (!IsOwner(state, actor)) return CouponErrors.NotFound;
        return state.Paused == c.Paused ? Decision<CouponState>.NoChange(state) : Decision<CouponState>.Of(state with { Paused = c.Paused }, new CouponPaused(c.Paused));
    }

    public static Decision<CouponState> OrderCodes(CouponState state, GenerateCodes c, Actor actor)
    {
        if (!IsOwner(state, actor)) return CouponErrors.NotFound;
        if (c.Count is < 1 or > MaxCodes) return CouponErrors.BadCount;
        if (state.CodesWanted + c.Count > MaxCodes) return CouponErrors.TooManyCodes;
        return Decision<CouponState>.Of(state with { CodesWanted = state.CodesWanted + c.Count }, new CouponChanged());
    }

    /// <param name="fresh">Codes of chance, as many as are made at once; those that are not wanted any more are left out.</param>
    public static Decision<CouponState> AddCodes(CouponState state, ImmutableArray<string> fresh)
    {
        var codes = fresh.Distinct().Take(state.CodesWanted - state.Codes).ToImmutableArray();
        if (codes.IsEmpty) return Decision<CouponState>.NoChange(state);
        return Decision<CouponState>.Of(state with { Codes = state.Codes + codes.Length }, new CouponCodesGenerated(codes.Length)) with
        {
            Claims = [.. codes.Select(c => new Claim(CouponCodes.Claim, c))],
            ClaimTaken = CouponErrors.CodesClashed,
            Records = [.. codes.Select((c, i) => RecordChange.Put(CouponState.CodeRecord, c, state.Codes + i + 1, new CouponCode(c, null)))],
        };
    }

    public static DateTimeOffset? StartsAt(CouponRules r) => r.From is { } from ? SellerTime.Start(from, r.Zone) : null;
    public static DateTimeOffset? EndsAt(CouponRules r) => r.Until is { } until ? SellerTime.End(until, r.Zone) : null;

    public static CouponView ViewOf(string couponId, CouponState s, DateTimeOffset now, long version) => new(couponId, s.Code, s.Rules!, s.OwnerId, s.ForAllSellers, s.Paused, s.Used,
        s.ReservedAt(now), s.Codes, s.CodesWanted, StartsAt(s.Rules!), EndsAt(s.Rules!), s.CreatedAt, version);
}
