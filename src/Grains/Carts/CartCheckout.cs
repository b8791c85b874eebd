using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Carts;

/// <summary>A cart and its order: frozen while it is paid, emptied of what was bought, or thawed. And what becomes of a cart that is left alone.</summary>
internal static class CartCheckout
{
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1), GuestExpiresAfter = TimeSpan.FromDays(30), PersonExpiresAfter = TimeSpan.FromDays(90);

    public static Decision<CartState> Freeze(CartState state, FreezeCart c, PricedCart priced, DateTimeOffset now)
    {
        if (!KeySegment.IsValid(c.OrderId)) return CartErrors.BadOrder;
        if (state.Frozen is { } frozen) return frozen.OrderId == c.OrderId ? Decision<CartState>.NoChange(state) : CartErrors.InCheckout;
        if (Obstacle(state, priced) is { } obstacle) return obstacle;
        return Decision<CartState>.Of(state with { Frozen = Frozen(state, c.OrderId, priced), TouchedAt = now, Abandoned = false }, new CartFrozen(c.OrderId));
    }

    /// <summary>What stands between the cart and an order, or null.</summary>
    public static Error? Obstacle(CartState state, PricedCart priced) =>
        state.IsEmpty ? CartErrors.Empty
        : state.Lines.Select(priced.Look.Problem).FirstOrDefault(p => p is not null) ?? priced.Coupons.Select(a => a.Applied.Error).FirstOrDefault(e => e is not null);

    private static FrozenCart Frozen(CartState state, string orderId, PricedCart priced)
    {
        var lines = state.Lines.Select(l =>
        {
            var (full, discount) = (l.PriceSeen.Times(l.Quantity), priced.DiscountOf(l.CourseId, state.Currency));
            var offer = priced.Look.Of(l.CourseId).Offer;
            return new FrozenLine(l.CourseId, l.CourseId, offer.Title, offer.SellerId, l.Quantity, l.PriceSeen, discount, full - discount);
        }).ToImmutableArray();
        var off = Money.Sum(lines.Select(l => l.Discount), state.Currency);
        var total = Money.Sum(lines.Select(l => l.Total), state.Currency);
        return new(orderId, lines, state.Currency, [.. priced.Applied], total + off, off, total);
    }

    public static Decision<CartState> Settle(CartState state, SettleCart c)
    {
        if (state.Frozen is not { } frozen || frozen.OrderId != c.OrderId) return Decision<CartState>.NoChange(state);
        var bought = frozen.Lines.Select(l => l.CourseId).ToHashSet();
        var used = frozen.Coupons.Select(x => x.CouponId).ToHashSet();
        var next = Cart.WithLines(state with { Frozen = null, Coupons = [.. state.Coupons.Where(x => !used.Contains(x.CouponId))] }, [.. state.Lines.Where(l => !bought.Contains(l.CourseId))]);
        return Decision<CartState>.Of(next, new CartSettled(c.OrderId, frozen.Lines.Length));
    }

    public static Decision<CartState> Thaw(CartState state, ThawCart c) => state.Frozen?.OrderId != c.OrderId ? Decision<CartState>.NoChange(state)
        : Decision<CartState>.Of(state with { Frozen = null }, new CartThawed(c.OrderId));

    /// <summary>Looks after a cart that is left alone. One that an order holds waits for the order.</summary>
    public static Decision<CartState> Sweep(CartState state, bool guest, DateTimeOffset now)
    {
        if (state.IsEmpty || state.Frozen is not null || state.TouchedAt is not { } touched) return Decision<CartState>.NoChange(state);
        if (now - touched >= (guest ? GuestExpiresAfter : PersonExpiresAfter)) return Decision<CartState>.Of(Cart.WithLines(state, []), new CartExpired(state.Lines.Length));
        if (state.Abandoned || now - touched < AbandonedAfter) return Decision<CartState>.NoChange(state);
        var subtotal = Money.Sum(state.Lines.Select(l => l.PriceSeen.Times(l.Quantity)), state.Currency);
        return Decision<CartState>.Of(state with { Abandoned = true }, new CartAbandoned([.. state.Lines.Select(l => l.CourseId)], subtotal.Minor, state.Currency, touched));
    }
}
