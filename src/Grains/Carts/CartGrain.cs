using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Carts;

/// <summary>Key <see cref="CartKey"/>. Invariants: <see cref="Cart"/> and <see cref="CartCheckout"/>. In memory: the cart. A call a page of its owner, a few
/// commands a purchase. Calls the interleaved reads of courses, enrolments, places and coupons, the guard of codes, and a guest's cart (which never calls
/// back): no circle.</summary>
[GrainType("cart")]
internal sealed class CartGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<CartState>(store), ICartGrain
{
    private CartKey Id => CartKey.Parse(Key);

    /// <summary>A guest's cart belongs to whoever knows its id: 128 bits of chance in a cookie.</summary>
    private bool IsOwner => Id.IsGuest || Actor.UserId == Id.UserId;

    public async Task<Result<CartView>> Get() => IsOwner || Actor.IsSystem ? await View() : CartErrors.NotYours;

    public Task<int> Count() => Task.FromResult(IsOwner ? State.Lines.Length : 0);

    public async Task<Result<CartView>> Add(AddToCart command)
    {
        if (!IsOwner) return CartErrors.NotYours;
        if (!KeySegment.IsValid(command.CourseId)) return CartErrors.BadCourse;
        var course = await Look(command.CourseId);
        return await Change(command, s => Cart.Add(s, command, course, time.GetUtcNow()));
    }

    public async Task<Result<CartView>> SetQuantity(SetQuantity command)
    {
        if (!IsOwner) return CartErrors.NotYours;
        if (!KeySegment.IsValid(command.LineId)) return CartErrors.NoLine;
        var course = await Look(command.LineId);
        return await Change(command, s => Cart.SetQuantity(s, command, course, time.GetUtcNow()));
    }

    public Task<Result<CartView>> Remove(RemoveFromCart command) => Change(command, s => Cart.Remove(s, command, time.GetUtcNow()));

    public async Task<Result<CartView>> ApplyCoupon(ApplyCoupon command)
    {
        if (!IsOwner) return CartErrors.NotYours;
        var found = await Find(command.Code ?? "", command.Source);
        if (!found.IsOk) return await Refuse(command, found.Error);
        var coupon = new CartCode(found.Value.CouponId, found.Value.Code, found.Value.Kind);
        if (Cart.RefuseCoupon(State, coupon) is { } refused) return await Refuse(command, refused);
        var priced = await Price(await Look(State), CartPricing.InOrder(State.Coupons.Add(coupon)));
        // One that stood alone would be spoiled by the new one: the new one is refused, the old one kept.
        if (priced.Coupons.Any(a => a.Coupon != coupon && a.Applied.Error?.Code == "coupons.does_not_combine"))
            return await Refuse(command, Error.Conflict("coupons.does_not_combine", "A coupon in your cart cannot be used together with another. Take it out first.") with { Field = "code" });
        return await Change(command, AtThisVersion(s => Cart.ApplyCoupon(s, coupon, priced, time.GetUtcNow())));
    }

    public Task<Result<CartView>> RemoveCoupon(RemoveCoupon command) => Change(command, s => Cart.RemoveCoupon(s, command.Code ?? "", time.GetUtcNow()));

    public async Task<Result<CartView>> ChangeCurrency(ChangeCurrency command)
    {
        var look = await Look(State);
        return await Change(command, AtThisVersion(s => Cart.ChangeCurrency(s, command, look, time.GetUtcNow())));
    }

    public async Task<Result<CartView>> AcceptPrices(AcceptPrices command)
    {
        var look = await Look(State);
        return await Change(command, AtThisVersion(s => Cart.AcceptPrices(s, command, look, time.GetUtcNow())));
    }

    public async Task<Result<CartMerged>> Merge(MergeCart command)
    {
        if (Id.IsGuest || !IsOwner) return CartErrors.NotYours;
        if (CartKey.Parse($"{Id.Tenant}/{command.GuestCartId}") is not { IsGuest: true } guest) return CartErrors.NotYours;
        Result<CartContent> handed;
        using (AsSystem()) handed = await GrainFactory.Cart(guest).HandOver(new(Id.CartId));
        if (!handed.IsOk) return handed.Error;
        var content = handed.Value;
        var look = await Look(content.Items.Select(i => i.CourseId));
        var merged = new CartMerged(0, []);
        // What was handed over is merged once, however often it is asked for.
        var once = command with { OperationId = $"{guest.CartId}-{content.Version}" };
        return await Execute(once, s => { (var decision, merged) = Cart.Merge(s, content, look, time.GetUtcNow()); return decision; }, (_, _) => merged);
    }

    public async Task<Result<CartContent>> HandOver(HandOverCart command)
    {
        if (!Id.IsGuest) return CartErrors.NotYours;
        return await Execute(command, s => Cart.HandOver(s, command, Version), (s, _) => s.HandedTo == command.ToCartId && s.Handed is { } handed ? handed : CartContent.Nothing);
    }

    public async Task<Result<FrozenCart>> Freeze(FreezeCart command)
    {
        if (Id.IsGuest) return CartErrors.SignIn;
        if (!IsOwner && !Actor.IsSystem) return CartErrors.NotYours;
        var priced = await Price(await Look(State), State.Coupons);
        return await Execute(command, AtThisVersion(s => CartCheckout.Freeze(s, command, priced, time.GetUtcNow())), (s, _) => s.Frozen!);
    }

    public Task<Result<Receipt>> Settle(SettleCart command) => Execute(command, s => CartCheckout.Settle(s, command));
    public Task<Result<Receipt>> Thaw(ThawCart command) => Execute(command, s => CartCheckout.Thaw(s, command));
    public Task<Result<Receipt>> Sweep() => Execute(s => CartCheckout.Sweep(s, Id.IsGuest, time.GetUtcNow()));

    private IDisposable AsSystem() => ActorContext.As(Actor.System(Id.Tenant));

    /// <summary>But not what was carried out already, and only its answer lost.</summary>
    private Task<Result<CartView>> Refuse(Command command, Error error) => Change(command, _ => error);

    private async Task<Result<CartView>> Change(Command command, Func<CartState, Decision<CartState>> decide)
    {
        if (!IsOwner) return CartErrors.NotYours;
        var changed = await Execute(command, decide);
        return changed.IsOk ? await View() : changed.Error;
    }

    private async Task<Result<CartView>> View()
    {
        var (state, version) = (State, Version);
        return CartViews.Of(state, await Price(await Look(state), state.Coupons), version);
    }

    private async Task<PricedCart> Price(CartLook look, IReadOnlyList<CartCode> coupons)
    {
        var (lines, currency, user) = (CartPricing.Lines(State, look), State.Currency, Id.UserId ?? "");
        using (AsSystem())
            return new(look, await CartPricing.Apply(coupons, lines,
                (c, l) => GrainFactory.Coupon(new(Id.Tenant, c.CouponId)).Quote(new(user, c.Code, l, currency, Alone: coupons.Count == 1))));
    }

    private Task<CartLook> Look(CartState state) => Look(state.Lines.Select(l => l.CourseId));

    private async Task<CartLook> Look(IEnumerable<string> courseIds)
    {
        var ids = courseIds.Distinct().ToList();
        return new(ids.Zip(await Task.WhenAll(ids.Select(Look))).ToImmutableDictionary(x => x.First, x => x.Second));
    }

    private async Task<CourseLook> Look(string courseId)
    {
        var key = new CourseKey(Id.Tenant, courseId);
        using (AsSystem())
        {
            var offer = await GrainFactory.Course(key).GetOffer();
            var standing = Id.UserId is { } user && offer.Exists ? await GrainFactory.Enrolment(new(Id.Tenant, courseId, user)).GetStanding() : null;
            var left = offer.SeatLimit is null ? null : await GrainFactory.SeatPool(key).LeftFor(Id.UserId);
            return new(offer, standing, left, Id.UserId == offer.SellerId);
        }
    }

    /// <summary>The coupon of a code. Wrong codes are counted for the person, and for the address they come from: guessing ends soon.</summary>
    private async Task<Result<FoundCoupon>> Find(string code, string? source)
    {
        using var _ = AsSystem();
        string[] counted = Id.UserId is { } user ? [$"u-{user}"] : [];
        if (KeySegment.IsValid(source)) counted = [.. counted, source!];
        var guards = counted.Where(KeySegment.IsValid).Select(name => GrainFactory.GetGrain<ICodeGuardGrain>(new TenantKey(Id.Tenant, name).ToString())).ToList();
        foreach (var guard in guards)
            if (await guard.Wait() is { } wait) return CartErrors.Locked(wait);
        var found = await GrainFactory.Queries<ICouponQueriesGrain>(Id.Tenant).Find(code);
        if (found.Error?.Code == "coupons.unknown")
            foreach (var guard in guards) await guard.Miss();
        return found;
    }
}
