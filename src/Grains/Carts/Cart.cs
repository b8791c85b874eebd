using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Carts;

/// <summary>The rules of a cart for those who fill it. What the courses are at the moment is a <see cref="CartLook"/> given with the command. An order's
/// rules are in <see cref="CartCheckout"/>.</summary>
internal static class Cart
{
    public const int MaxLines = 20, MaxQuantity = 100, MaxCoupons = 3;

    public static Decision<CartState> Add(CartState state, AddToCart c, CourseLook course, DateTimeOffset now)
    {
        if (c.Quantity is < 1 or > MaxQuantity) return CartErrors.BadQuantity;
        if (c.Currency is not null && !Currencies.IsSold(c.Currency)) return CartErrors.BadCurrency;
        if (state.Find(c.CourseId) is { } there) return there.Quantity == c.Quantity ? CartErrors.Doubled : SetQuantity(state, new(c.CourseId, c.Quantity), course, now);
        if (state.Lines.Length >= MaxLines) return CartErrors.Full;
        var currency = !state.IsEmpty ? state.Currency : c.Currency is { } wished && course.Offer.PriceIn(wished) is not null ? wished : course.Offer.Prices is [var first, ..] ? first.Currency : "";
        if (course.Refuse(c.Quantity, currency) is { } refused) return refused;
        var price = course.Offer.PriceIn(currency)!.Value;
        return Touched(state with { Currency = currency, Lines = state.Lines.Add(new(c.CourseId, c.Quantity, price)) }, now,
            new CartLineAdded(c.CourseId, c.Quantity, price.Minor, currency));
    }

    public static Decision<CartState> SetQuantity(CartState state, SetQuantity c, CourseLook course, DateTimeOffset now)
    {
        if (c.Quantity is < 1 or > MaxQuantity) return CartErrors.BadQuantity;
        if (state.Find(c.LineId) is not { } line) return CartErrors.NoLine;
        if (line.Quantity == c.Quantity) return Decision<CartState>.NoChange(state);
        // Fewer is always possible; what is wrong with the line is shown there anyway.
        if (c.Quantity > line.Quantity && course.Refuse(c.Quantity, state.Currency) is { } refused) return refused;
        return Touched(state with { Lines = state.Lines.Replace(line, line with { Quantity = c.Quantity }) }, now, new CartLineChanged(c.LineId, c.Quantity));
    }

    public static Decision<CartState> Remove(CartState state, RemoveFromCart c, DateTimeOffset now) =>
        state.Find(c.LineId) is not { } line ? Decision<CartState>.NoChange(state)
            : Touched(WithLines(state, state.Lines.Remove(line)), now, new CartLineRemoved(c.LineId));

    /// <param name="coupon">That the code belongs to.</param>
    /// <param name="priced">With this coupon among the others.</param>
    public static Decision<CartState> ApplyCoupon(CartState state, CartCode coupon, PricedCart priced, DateTimeOffset now)
    {
        if (RefuseCoupon(state, coupon) is { } refused) return refused;
        if (priced.Coupons.First(a => a.Coupon == coupon).Applied.Error is { } failed) return failed with { Field = "code" };
        return Touched(state with { Coupons = CartPricing.InOrder(state.Coupons.Add(coupon)) }, now, new CartCouponApplied(coupon.CouponId));
    }

    public static Error? RefuseCoupon(CartState state, CartCode coupon) =>
        state.IsEmpty ? CartErrors.EmptyForCoupon
        : state.Coupons.Any(x => x.CouponId == coupon.CouponId) ? CartErrors.CouponTwice
        : state.Coupons.Length >= MaxCoupons ? CartErrors.TooManyCoupons : null;

    public static Decision<CartState> RemoveCoupon(CartState state, string code, DateTimeOffset now) =>
        state.Coupons.FirstOrDefault(x => x.Code == code) is not { } coupon ? Decision<CartState>.NoChange(state)
            : Touched(state with { Coupons = state.Coupons.Remove(coupon) }, now, new CartCouponRemoved(coupon.CouponId));

    public static Decision<CartState> ChangeCurrency(CartState state, ChangeCurrency c, CartLook look, DateTimeOffset now)
    {
        if (!Currencies.IsSold(c.Currency)) return CartErrors.BadCurrency;
        if (state.Currency == c.Currency) return Decision<CartState>.NoChange(state);
        if (state.Lines.Any(l => look.Of(l.CourseId).Offer.PriceIn(c.Currency) is null)) return CartErrors.NoPrice(c.Currency);
        return Touched(state with { Currency = c.Currency, Lines = [.. state.Lines.Select(l => l with { PriceSeen = look.Of(l.CourseId).Offer.PriceIn(c.Currency)!.Value })] },
            now, new CartCurrencyChanged(c.Currency));
    }

    /// <summary>Agreed is what was seen: if it has changed once more since the page was drawn, the buyer looks again.</summary>
    public static Decision<CartState> AcceptPrices(CartState state, AcceptPrices c, CartLook look, DateTimeOffset now)
    {
        if (state.IsEmpty) return CartErrors.Empty;
        var lines = state.Lines.Select(l => look.PriceNow(l) is { } price ? l with { PriceSeen = price } : l).ToImmutableArray();
        if (CartViews.Subtotal(state, look) != c.Seen) return CartErrors.PriceChanged;
        return lines.SequenceEqual(state.Lines) ? Decision<CartState>.NoChange(state) : Touched(state with { Lines = lines }, now, new CartPricesAccepted());
    }

    /// <summary>What comes over from a guest's cart; what does not is told with its reason.</summary>
    public static (Decision<CartState> Decision, CartMerged Merged) Merge(CartState state, CartContent content, CartLook look, DateTimeOffset now)
    {
        var next = state with { Currency = state.IsEmpty ? content.Currency : state.Currency };
        var skipped = ImmutableArray.CreateBuilder<SkippedLine>();
        foreach (var item in content.Items)
        {
            var course = look.Of(item.CourseId);
            var refused = next.Find(item.CourseId) is not null ? CartErrors.Doubled : next.Lines.Length >= MaxLines ? CartErrors.Full : course.Refuse(item.Quantity, next.Currency);
            if (refused is not null) skipped.Add(new(item.CourseId, course.Offer.Title, refused));
            // The price that the guest saw stays theirs to compare with; in another currency there was none to see.
            else next = next with { Lines = next.Lines.Add(new(item.CourseId, item.Quantity, item.PriceAtAdd.Currency == next.Currency ? item.PriceAtAdd : course.Offer.PriceIn(next.Currency)!.Value)) };
        }
        foreach (var coupon in content.Coupons)
            if (RefuseCoupon(next, coupon) is null) next = next with { Coupons = CartPricing.InOrder(next.Coupons.Add(coupon)) };
        var merged = new CartMerged(next.Lines.Length - state.Lines.Length, skipped.DrainToImmutable());
        if (content.Items.IsEmpty) return (Decision<CartState>.NoChange(state), merged);
        return (Decision<CartState>.Of(WithLines(next, next.Lines) with { Skipped = merged.Skipped, TouchedAt = now, Abandoned = false }, new CartMergedIn(merged.Added, merged.Skipped.Length)), merged);
    }

    /// <summary>Empties a guest's cart into another. Asked again by the same one: what it was given, and what came in since.</summary>
    public static Decision<CartState> HandOver(CartState state, HandOverCart c, long version)
    {
        if (state.IsEmpty) return Decision<CartState>.NoChange(state);
        var before = state.HandedTo == c.ToCartId && state.Handed is { } handed ? handed : CartContent.Nothing;
        var fresh = state.Lines.Select(l => new CartItem(l.CourseId, l.Quantity, l.PriceSeen)).ToImmutableArray();
        var content = new CartContent(state.Currency, [.. fresh, .. before.Items.Where(i => fresh.All(f => f.CourseId != i.CourseId))], state.Coupons, version + 1);
        return Decision<CartState>.Of(CartState.Empty with { HandedTo = c.ToCartId, Handed = content }, new CartHandedOver(c.ToCartId));
    }

    internal static Decision<CartState> Touched(CartState next, DateTimeOffset now, params ReadOnlySpan<DomainEvent> events) =>
        Decision<CartState>.Of(next with { TouchedAt = now, Abandoned = false, Skipped = [] }, events);

    /// <summary>With nothing left in it a cart has neither coupons nor a currency.</summary>
    internal static CartState WithLines(CartState state, ImmutableArray<CartLine> lines) =>
        lines.IsEmpty ? state with { Lines = [], Coupons = [], Currency = "" } : state with { Lines = lines };
}
