using System.Security.Cryptography;
using LearningHub.Grains.Interfaces.Carts;

namespace LearningHub.WebFrontend.Common;

/// <summary>Whose cart a request means. A guest's is known by a random id in a cookie, made with the first course that is put in; at the first request
/// after a sign-in it is merged into the person's own and the cookie is taken away.</summary>
public static class GuestCart
{
    public const string CookieName = "hub_cart";
    private const string Seen = "hub.cart";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The cart of who asks; null for a guest who has none yet, unless one is to be made.</summary>
    public static async Task<ICartGrain?> Cart(this HttpContext http, bool make = false)
    {
        var viewer = http.Viewer();
        var grains = http.RequestServices.GetRequiredService<IGrainFactory>();
        var guest = CartKey.OfGuest(viewer.Tenant, http.Request.Cookies[CookieName]);
        if (!viewer.IsSignedIn)
        {
            if (guest is null && make) guest = Give(http, viewer.Tenant);
            return guest is { } key ? grains.Cart(key) : null;
        }
        var mine = grains.Cart(CartKey.OfPerson(viewer.Tenant, viewer.UserId));
        if (guest is { } left && http.Items.TryAdd(Seen, left))
        {
            // Answered, also with a refusal: there is nothing more to come. Not available: the cookie brings it again.
            var merged = await mine.Merge(new MergeCart(left.CartId));
            if (merged.IsOk || merged.Error.Kind is not ErrorKind.Unavailable) http.Response.Cookies.Delete(CookieName, Options(http));
        }
        return mine;
    }

    /// <summary>How many courses are in it, for the top bar. Null when nobody can say: a page, least of all one about an error, is not lost for that.</summary>
    public static async Task<int?> CartCount(this HttpContext http)
    {
        try { return await http.Cart() is { } cart ? await cart.Count() : 0; }
        catch (Exception e) when (e is not OperationCanceledException) { return null; }
    }

    /// <summary>What wrong codes are counted for beside the person: where they come from, as a key segment that names nobody.</summary>
    public static string CodeSource(this HttpContext http) =>
        "a-" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(ClientAddress.Of(http))).AsSpan(0, 16));

    private static CartKey? Give(HttpContext http, string tenant)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var options = Options(http);
        options.MaxAge = Kept;
        http.Response.Cookies.Append(CookieName, secret, options);
        return CartKey.OfGuest(tenant, secret);
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true,
    };
}
