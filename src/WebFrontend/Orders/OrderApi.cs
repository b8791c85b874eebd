using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Orders;

/// <summary>The caller's own orders: check out, see, pay again, give up.</summary>
internal static class OrderApi
{
    private const int MaxBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Orders").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapPost("/orders", Start).Access(Permission.SignedIn).WithName("orders.checkout")
            .WithSummary("Checks out the caller's cart. The order's id is made by the caller: a repeat with the same id is the same order, and is paid once. Answers when there is something to pay, or why nothing came of it.")
            .Produces<CheckoutAnswer>(202).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503);
        api.MapGet("/orders/{orderId}", Get).Access(Permission.SignedIn).WithName("orders.get")
            .WithSummary("An order with its lines, its payment and the steps of its checkout; for its buyer and those who manage sales.")
            .Produces<OrderAnswer>().ProducesProblem(404);
        api.MapGet("/me/orders", Mine).Access(Permission.SignedIn).WithName("orders.mine")
            .WithSummary("The caller's orders, newest first.").Produces<Page<OrderRow>>().ProducesProblem(422);
        api.MapPost("/orders/{orderId}/attempts", PayAgain).Access(Permission.SignedIn).WithName("orders.pay_again")
            .WithSummary("Tries to pay again after a failed try, perhaps in another way. An order is paid only once.")
            .Produces<PaymentView>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/orders/{orderId}/cancellation", Cancel).Access(Permission.SignedIn).WithName("orders.cancel")
            .WithSummary("Gives up an order that is not paid: the payment is closed, places and coupon are free again, the cart is kept.")
            .Produces<WorkflowStatus>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
    }

    private static async Task<IResult> Start(CheckoutBody body, HttpContext http, IGrainFactory grains) =>
        (await OrderCalls.Start(http, grains, body.OrderId, body.Provider, body.Seen)).ToApi(a => Results.Accepted($"{EndpointGroups.ApiRoot}/orders/{a.OrderId}", a));

    private static async Task<IResult> Get(string orderId, HttpContext http, IGrainFactory grains) =>
        (await OrderCalls.See(http, grains, orderId)).ToApi(s => Results.Ok(new OrderAnswer(s.OrderId, s.Number, s.Order, s.Payment, s.Run)));

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor = null, int? limit = null) =>
        (await grains.Queries<IOrderQueriesGrain>(http.Viewer().Tenant).Mine(cursor, HttpInput.Limit(limit))).ToApi();

    private static async Task<IResult> PayAgain(string orderId, PayAgainBody body, HttpContext http, IGrainFactory grains) =>
        (await OrderCalls.PayAgain(http, grains, orderId, body.Provider)).ToApi();

    private static async Task<IResult> Cancel(string orderId, HttpContext http, IGrainFactory grains) => (await OrderCalls.Cancel(http, grains, orderId)).ToApi();

    /// <param name="OrderId">16 to 60 of a-z, 0-9, - and _.</param>
    /// <param name="Provider">How to pay; empty when there is nothing to pay.</param>
    /// <param name="Seen">The total that the buyer saw and agreed to.</param>
    internal sealed record CheckoutBody(string? OrderId, string? Provider, Money? Seen);

    internal sealed record PayAgainBody(string? Provider);

    internal sealed record OrderAnswer(string OrderId, string Number, OrderView? Order, PaymentView? Payment, WorkflowStatus? Checkout);
}
