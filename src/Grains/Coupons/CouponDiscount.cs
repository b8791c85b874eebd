using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Coupons;

/// <summary>What a coupon takes off: computed on the sum of the lines it counts for and rounded once there, then shared among them to the minor unit.
/// Never more than a line costs.</summary>
internal static class CouponDiscount
{
    /// <param name="counts">Whether the coupon is for the line, line by line.</param>
    public static ImmutableArray<Money> Of(CouponRules rules, ImmutableArray<CouponLine> lines, ImmutableArray<bool> counts, string currency)
    {
        var weights = lines.Select((l, i) => counts[i] ? l.Amount.Minor : 0).ToArray();
        var sum = new Money(checked(weights.Sum()), currency);
        var off = rules.Kind == CouponKind.Percentage ? sum.Percent(rules.BasisPoints) : rules.Amounts.FirstOrDefault(a => a.Currency == currency) is { Currency: not null } amount ? amount : Money.Zero(currency);
        off = Money.Min(off, sum);
        return off.IsZero ? [.. lines.Select(_ => Money.Zero(currency))] : off.Share(weights);
    }
}
