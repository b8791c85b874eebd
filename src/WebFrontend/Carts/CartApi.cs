using LearningHub.Grains.Interfaces.Carts;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Carts;

/// <summary>The caller's cart: a person's own, or the guest's of the cookie. Every change answers with the cart as it is then.</summary>
internal static class CartApi
{
    private const int MaxBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Carts").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/cart", (Delegate)Get).Access(Permission.Anyone).WithName("carts.get")
            .WithSummary("The caller's cart with prices and coupons as they are now, and what stands between it and the checkout.").Produces<CartView>();
        api.MapPost("/cart/lines", Add).Access(Permission.Anyone).WithName("carts.add")
            .WithSummary("Puts a course into the cart; a quantity above 1 buys licences for others. A guest is given a cookie.")
            .Produces<CartView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/cart/lines/{lineId}", SetQuantity).Access(Permission.Anyone).WithName("carts.quantity").WithSummary("Changes how many licences of a course are bought.")
            .Produces<CartView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/cart/lines/{lineId}", Remove).Access(Permission.Anyone).WithName("carts.remove").WithSummary("Takes a course out. Again: the same answer.").Produces<CartView>();
        api.MapPost("/cart/coupons", ApplyCoupon).Access(Permission.Anyone).WithName("carts.coupon")
            .WithSummary("Adds a coupon when it takes something off; otherwise the code of the problem says precisely why not.")
            .Produces<CartView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);
        api.MapDelete("/cart/coupons/{code}", RemoveCoupon).Access(Permission.Anyone).WithName("carts.coupon.remove").WithSummary("Takes a coupon out.").Produces<CartView>();
        api.MapPut("/cart/currency", ChangeCurrency).Access(Permission.Anyone).WithName("carts.currency")
            .WithSummary("Changes the currency; every course in the cart must be sold in it.").Produces<CartView>().ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/cart/prices", AcceptPrices).Access(Permission.Anyone).WithName("carts.prices")
            .WithSummary("Agrees to what the courses cost now: names the subtotal that was shown.").Produces<CartView>().ProducesProblem(409);
    }

    private static async Task<IResult> Get(HttpContext http) => (await CartCalls.View(http)).ToApi();

    private static async Task<IResult> Add(HttpContext http, LineBody body) =>
        (await CartCalls.Change(http, c => c.Add(new AddToCart(body.CourseId ?? "", body.Quantity ?? 1, body.Currency) { OperationId = http.OperationId() }), make: true)).ToApi();

    private static async Task<IResult> SetQuantity(HttpContext http, string lineId, QuantityBody body) =>
        (await CartCalls.Change(http, c => c.SetQuantity(new SetQuantity(lineId, body.Quantity) { OperationId = http.OperationId() }))).ToApi();

    private static async Task<IResult> Remove(HttpContext http, string lineId) =>
        (await CartCalls.Change(http, c => c.Remove(new RemoveFromCart(lineId) { OperationId = http.OperationId() }))).ToApi();

    private static async Task<IResult> ApplyCoupon(HttpContext http, CouponBody body) =>
        (await CartCalls.Change(http, c => c.ApplyCoupon(new ApplyCoupon(body.Code ?? "", http.CodeSource()) { OperationId = http.OperationId() }))).ToApi();

    private static async Task<IResult> RemoveCoupon(HttpContext http, string code) =>
        (await CartCalls.Change(http, c => c.RemoveCoupon(new RemoveCoupon(code) { OperationId = http.OperationId() }))).ToApi();

    private static async Task<IResult> ChangeCurrency(HttpContext http, CurrencyBody body) =>
        (await CartCalls.Change(http, c => c.ChangeCurrency(new ChangeCurrency(body.Currency ?? "") { OperationId = http.OperationId() }))).ToApi();

    private static async Task<IResult> AcceptPrices(HttpContext http, SeenBody body) =>
        (await CartCalls.Change(http, c => c.AcceptPrices(new AcceptPrices(new Money(body.Minor, body.Currency ?? "")) { OperationId = http.OperationId() }))).ToApi();

    internal sealed record LineBody(string? CourseId, int? Quantity, string? Currency);

    internal sealed record QuantityBody(int Quantity);

    internal sealed record CouponBody(string? Code);

    internal sealed record CurrencyBody(string? Currency);

    /// <param name="Minor">The subtotal that was shown, in minor units.</param>
    internal sealed record SeenBody(long Minor, string? Currency);
}
