using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Carts;

/// <summary>A cart as its owner sees it.</summary>
internal static class CartViews
{
    /// <summary>What the lines that can be bought cost now, before coupons.</summary>
    public static Money Subtotal(CartState state, CartLook look) =>
        Money.Sum(state.Lines.Where(look.Counts).Select(l => look.PriceNow(l)!.Value.Times(l.Quantity)), state.Currency);

    public static CartView Of(CartState state, PricedCart priced, long version)
    {
        var look = priced.Look;
        var lines = state.Lines.Select(l => LineOf(l, state, priced)).ToImmutableArray();
        var coupons = priced.Coupons.Select(a => new CartCouponView(a.Coupon.Code, a.Applied.Value?.Discount, a.Applied.Error)).ToImmutableArray();
        ImmutableArray<string> currencies = state.IsEmpty ? []
            : [.. Currencies.All.Where(c => state.Lines.All(l => look.Of(l.CourseId).Offer.PriceIn(c) is not null))];
        Money? subtotal = state.IsEmpty ? null : Subtotal(state, look);
        Money? discount = subtotal is null ? null : Money.Sum(priced.Applied.Select(a => a.Discount), state.Currency);
        return new(lines, coupons, state.Currency, currencies, subtotal, discount, subtotal - discount, state.Frozen?.OrderId,
            state.Frozen is not null ? CartErrors.InCheckout : CartCheckout.Obstacle(state, priced), state.Skipped, state.TouchedAt, version);
    }

    private static CartLineView LineOf(CartLine line, CartState state, PricedCart priced)
    {
        var look = priced.Look;
        var offer = look.Of(line.CourseId).Offer;
        Money? discount = null, total = null;
        if (look.Counts(line)) (discount, total) = (priced.DiscountOf(line.CourseId, state.Currency), look.PriceNow(line)!.Value.Times(line.Quantity));
        return new(line.CourseId, line.CourseId, offer.Exists ? offer.Title : "", offer.SellerId, line.Quantity, line.PriceSeen, look.PriceNow(line), discount, total - discount, look.Problem(line));
    }
}
