using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Carts;

/// <summary>A cart. Key <see cref="CartKey"/>: <c>u-{user}</c> is that person's alone, <c>g-{32 hex}</c> belongs to whoever knows the random id (a
/// cookie). One currency. A course is in it once; with a quantity above 1 it is licences for others. Bounds: 20 lines, 100 licences a line, 3 coupons.
/// Every change answers with the cart as it stands then, so that two tabs converge on what the grain holds. Errors: <c>carts.not_yours</c>,
/// <c>carts.full</c>, <c>carts.doubled</c>, <c>carts.owned</c>, <c>carts.own_course</c>, <c>carts.removed</c>, <c>carts.gone</c>, <c>carts.free</c>,
/// <c>carts.no_price</c> (not sold in the cart's currency), <c>carts.bad_quantity</c>, <c>carts.no_line</c>.</summary>
public interface ICartGrain : IGrainWithStringKey
{
    [Requires(Permission.Anyone), Alias("Get")] Task<Result<CartView>> Get();

    /// <summary>How many lines; 0 for a stranger's cart. Cheap, for the top bar.</summary>
    [Requires(Permission.Anyone), ReadOnly, AlwaysInterleave, Alias("Count")] Task<int> Count();

    [Requires(Permission.Anyone), Alias("Add")] Task<Result<CartView>> Add(AddToCart command);
    [Requires(Permission.Anyone), Alias("SetQuantity")] Task<Result<CartView>> SetQuantity(SetQuantity command);
    /// <summary>Of a line that is not there: the cart as it is.</summary>
    [Requires(Permission.Anyone), Alias("Remove")] Task<Result<CartView>> Remove(RemoveFromCart command);

    /// <summary>Adds a coupon when it takes something off now; otherwise says precisely why not (see <c>ICouponGrain</c>). <c>coupons.locked</c>: too many
    /// wrong codes.</summary>
    [Requires(Permission.Anyone), Alias("ApplyCoupon")] Task<Result<CartView>> ApplyCoupon(ApplyCoupon command);
    [Requires(Permission.Anyone), Alias("RemoveCoupon")] Task<Result<CartView>> RemoveCoupon(RemoveCoupon command);

    [Requires(Permission.Anyone), Alias("ChangeCurrency")] Task<Result<CartView>> ChangeCurrency(ChangeCurrency command);
    [Requires(Permission.Anyone), Alias("AcceptPrices")] Task<Result<CartView>> AcceptPrices(AcceptPrices command);

    /// <summary>Takes over what is in a guest's cart, which is empty afterwards. Safe to repeat.</summary>
    [Requires(Permission.SignedIn), Alias("Merge")] Task<Result<CartMerged>> Merge(MergeCart command);

    /// <summary>Hands its content over to the cart it is merged into, once: that cart alone gets it again when it asks again.</summary>
    [Requires(Permission.System), Alias("HandOver")] Task<Result<CartContent>> HandOver(HandOverCart command);

    /// <summary>For the checkout: checks everything once more and answers with what is bought. Again for the same order: the first answer. Errors:
    /// <c>carts.empty</c>, <c>carts.price_changed</c>, <c>carts.owned</c>, <c>carts.gone</c>, <c>carts.no_price</c>, <c>carts.in_checkout</c> (another order
    /// is being paid), and a coupon's own. Only a person's cart: <c>carts.sign_in</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Freeze")] Task<Result<FrozenCart>> Freeze(FreezeCart command);

    /// <summary>Safe to repeat. What was added since the freeze stays.</summary>
    [Requires(Permission.System), Alias("Settle")] Task<Result<Receipt>> Settle(SettleCart command);

    /// <summary>Safe to repeat, also for an order that never froze it.</summary>
    [Requires(Permission.System), Alias("Thaw")] Task<Result<Receipt>> Thaw(ThawCart command);

    /// <summary>Nobody touched it: told once as an event after a day, emptied after 30 days (90 for a person's). Looks at the clock itself.</summary>
    [Requires(Permission.System), Alias("Sweep")] Task<Result<Receipt>> Sweep();
}

[GenerateSerializer, Immutable, Alias("hub.carts.HandOver")]
public sealed record HandOverCart(string ToCartId) : Command;
