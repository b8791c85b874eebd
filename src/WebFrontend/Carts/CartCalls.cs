using LearningHub.Grains.Interfaces.Carts;

namespace LearningHub.WebFrontend.Carts;

/// <summary>What pages and API do with a cart.</summary>
internal static class CartCalls
{
    /// <summary>Of a guest who never put anything in.</summary>
    private static readonly CartView Empty = new([], [], "", [], null, null, null, null, Error.Conflict("carts.empty", "There is nothing in your cart."), [], null, 0);

    public static async Task<Result<CartView>> View(HttpContext http) => await http.Cart() is { } cart ? await cart.Get() : Empty;

    /// <param name="make">A guest without a cart is given one.</param>
    public static async Task<Result<CartView>> Change(HttpContext http, Func<ICartGrain, Task<Result<CartView>>> change, bool make = false) =>
        await http.Cart(make) is { } cart ? await change(cart) : Empty.Obstacle!;
}
