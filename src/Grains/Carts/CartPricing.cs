using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Carts;

/// <summary>What a cart costs. Coupons are applied one after the other to what the ones before left over: percentages first, then amounts; of a kind in the
/// order of their codes, so that it does not matter which was typed first.</summary>
internal static class CartPricing
{
    public static ImmutableArray<CartCode> InOrder(IEnumerable<CartCode> coupons) => [.. coupons.OrderBy(c => c.Kind).ThenBy(c => c.Code, StringComparer.Ordinal)];

    /// <summary>The lines that count, as the first coupon sees them.</summary>
    public static ImmutableArray<CouponLine> Lines(CartState state, CartLook look) =>
        [.. state.Lines.Where(look.Counts).Select(l => (Line: l, Amount: look.PriceNow(l)!.Value.Times(l.Quantity)))
            .Select(x => new CouponLine(x.Line.CourseId, x.Line.CourseId, look.Of(x.Line.CourseId).Offer.SellerId, x.Amount, x.Amount))];

    /// <summary>The lines as the next coupon sees them.</summary>
    public static ImmutableArray<CouponLine> After(AppliedCoupon coupon) => [.. coupon.Lines.Zip(coupon.Shares, (l, off) => l with { Amount = l.Amount - off })];

    /// <summary>Asks one coupon after the other. A coupon that fails takes nothing off and does not stand in the way of the next.</summary>
    public static async Task<ImmutableArray<CouponAnswer>> Apply(IReadOnlyList<CartCode> coupons, ImmutableArray<CouponLine> lines, Func<CartCode, ImmutableArray<CouponLine>, Task<Result<AppliedCoupon>>> quote)
    {
        var answers = ImmutableArray.CreateBuilder<CouponAnswer>();
        foreach (var coupon in coupons)
        {
            var applied = lines.IsEmpty ? CartErrors.Empty : await quote(coupon, lines);
            if (applied.IsOk) lines = After(applied.Value);
            answers.Add(new(coupon, applied));
        }
        return answers.DrainToImmutable();
    }
}

internal sealed record CouponAnswer(CartCode Coupon, Result<AppliedCoupon> Applied);

/// <summary>A cart with all that was looked up for it.</summary>
internal sealed record PricedCart(CartLook Look, ImmutableArray<CouponAnswer> Coupons)
{
    public IEnumerable<AppliedCoupon> Applied => Coupons.Where(c => c.Applied.IsOk).Select(c => c.Applied.Value!);

    public Money DiscountOf(string lineId, string currency) =>
        Money.Sum(Applied.SelectMany(a => a.Lines.Zip(a.Shares).Where(x => x.First.LineId == lineId).Select(x => x.Second)), currency);
}
