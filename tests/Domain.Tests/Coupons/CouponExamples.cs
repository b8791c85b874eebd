using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Coupons;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Domain.Tests.Coupons;

internal static class CouponExamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly Actor Ines = new("t", "ines", [Roles.Instructor], null);
    public static readonly Actor Otto = new("t", "otto", [Roles.Instructor], null);
    public static readonly Actor Ada = new("t", "ada", [Roles.Admin], null);

    public static readonly CouponRules TenPercent = new("Autumn", CouponKind.Percentage, 1_000, [], [], null, null, "Europe/Berlin", null, null, [], true, true);

    public static CouponRules Off(params Money[] amounts) => TenPercent with { Kind = CouponKind.Fixed, BasisPoints = 0, Amounts = [.. amounts] };

    public static CouponState Made(CouponRules rules, string code = "AUTUMN", Actor? by = null) => Coupon.Create(CouponState.Empty, new(code, rules), by ?? Ines, Now).State ?? throw new InvalidOperationException();

    public static CouponLine Line(string course, long minor, string currency = "EUR", string seller = "ines") => new(course, course, seller, new(minor, currency), new(minor, currency));

    public static Result<AppliedCoupon> Quote(CouponState state, ImmutableArray<CouponLine> lines, string user = "sam", string code = "AUTUMN", CouponLookup? known = null, DateTimeOffset? at = null, bool alone = true) =>
        CouponUses.Quote(state, "k", new(user, code, lines, lines[0].Amount.Currency, alone), known ?? CouponLookup.Nothing, null, at ?? Now);

    public static CouponState Ok(this Decision<CouponState> d) => d.Error is { } e ? throw new InvalidOperationException(e.Code) : d.State!;

    public static AppliedCoupon Applied(CouponState state, params CouponLine[] lines) => Quote(state, [.. lines]).Value ?? throw new InvalidOperationException();

    public static CouponState Reserved(CouponState state, string order, string user = "sam", CouponLookup? known = null, DateTimeOffset? until = null, params CouponLine[] lines) =>
        CouponUses.Reserve(state, "k", new(order, user, Applied(state, lines is [] ? [Line("a", 1_000)] : lines), until ?? Now.AddMinutes(30)), known ?? CouponLookup.Nothing, Now).Ok();
}
