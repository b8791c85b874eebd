using System.Globalization;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Carts.Pages;

namespace LearningHub.WebFrontend.Carts;

/// <summary>The cart. Each form is one command; a refusal is shown where it belongs, with what was typed.</summary>
internal static class CartPages
{
    public const string Path = "/cart";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Carts");
        // As delegates: a handler of the request alone would be taken for a RequestDelegate, and its result be lost.
        pages.MapGet(Path, (Delegate)ShowCart).Access(Permission.Anyone).WithName("page.cart");
        pages.MapPost(Path + "/add", (Delegate)Add).Access(Permission.Anyone).WithName("page.cart.add");
        pages.MapPost(Path + "/quantity", (Delegate)SetQuantity).Access(Permission.Anyone).WithName("page.cart.quantity");
        pages.MapPost(Path + "/remove", (Delegate)Remove).Access(Permission.Anyone).WithName("page.cart.remove");
        pages.MapPost(Path + "/coupon", (Delegate)ApplyCoupon).Access(Permission.Anyone).WithName("page.cart.coupon");
        pages.MapPost(Path + "/coupon/remove", (Delegate)RemoveCoupon).Access(Permission.Anyone).WithName("page.cart.coupon.remove");
        pages.MapPost(Path + "/currency", (Delegate)ChangeCurrency).Access(Permission.Anyone).WithName("page.cart.currency");
        pages.MapPost(Path + "/prices", (Delegate)AcceptPrices).Access(Permission.Anyone).WithName("page.cart.prices");
    }

    private static Task<IResult> ShowCart(HttpContext http) => Show(http, null);

    private static async Task<IResult> Show(HttpContext http, Error? problem, string typed = "")
    {
        var cart = await CartCalls.View(http);
        if (!cart.IsOk) return Common.Pages.Message(http, ProblemResults.Status(cart.Error.Kind), "Your cart cannot be shown", cart.Error.Message);
        var sellers = cart.Value.Lines.Select(l => l.SellerId).Where(s => s.Length > 0).Distinct().ToArray();
        var people = sellers.Length == 0 ? [] : await http.RequestServices.GetRequiredService<IGrainFactory>().Queries<IUserQueriesGrain>(http.Viewer().Tenant).People([.. sellers]);
        var page = await http.Page("Cart");
        return Common.Pages.Show<CartPage>(new
        {
            Page = page, Cart = cart.Value, Sellers = people.ToDictionary(p => p.UserId, p => p.Name), Problem = problem, TypedCode = typed,
            Added = http.Request.Query.ContainsKey("added"),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Add(HttpContext http)
    {
        var form = await http.Form();
        var currency = form.Text("currency") is { Length: > 0 } wished ? wished : null;
        var quantity = form.Text("quantity").Length == 0 ? 1 : Number(form.Text("quantity"));
        var added = await CartCalls.Change(http, c => c.Add(new AddToCart(form.Text("course"), quantity, currency) { OperationId = http.OperationId() }), make: true);
        return added.IsOk ? Common.Pages.SeeOther(Path + "?added") : await Show(http, added.Error);
    }

    private static Task<IResult> SetQuantity(HttpContext http) => Change(http, (c, f) => c.SetQuantity(new SetQuantity(f.Text("line"), Number(f.Text("quantity")))));

    private static Task<IResult> Remove(HttpContext http) => Change(http, (c, f) => c.Remove(new RemoveFromCart(f.Text("line"))));

    private static Task<IResult> ApplyCoupon(HttpContext http) => Change(http, (c, f) => c.ApplyCoupon(new ApplyCoupon(f.Text("code"), http.CodeSource())));

    private static Task<IResult> RemoveCoupon(HttpContext http) => Change(http, (c, f) => c.RemoveCoupon(new RemoveCoupon(f.Text("code"))));

    private static Task<IResult> ChangeCurrency(HttpContext http) => Change(http, (c, f) => c.ChangeCurrency(new ChangeCurrency(f.Text("currency"))));

    private static Task<IResult> AcceptPrices(HttpContext http) => Change(http, (c, f) =>
        c.AcceptPrices(new AcceptPrices(new Money(long.TryParse(f.Text("seen"), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : -1, f.Text("currency")))));

    private static async Task<IResult> Change(HttpContext http, Func<ICartGrain, IFormCollection, Task<Result<CartView>>> change)
    {
        var form = await http.Form();
        var changed = await CartCalls.Change(http, c => change(c, form));
        return changed.IsOk ? Common.Pages.SeeOther(Path) : await Show(http, changed.Error, form.Text("code") is { Length: <= 100 } typed ? typed : "");
    }

    /// <summary>What is no number is refused like one out of bounds.</summary>
    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
