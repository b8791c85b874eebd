using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Orders.Pages;

namespace LearningHub.WebFrontend.Orders;

/// <summary>A buyer's orders: the list, and one that is shown live while it is paid.</summary>
internal static class OrderPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Orders");
        pages.MapGet(SitePaths.Orders, Mine).Access(Permission.SignedIn).WithName("page.orders");
        pages.MapGet(SitePaths.Orders + "/{orderId}", (string orderId, HttpContext http, IGrainFactory grains) => Show(orderId, http, grains, null)).Access(Permission.SignedIn).WithName("page.order");
        // The part of the page that is read again when something changed.
        pages.MapGet(SitePaths.Orders + "/{orderId}/state", State).Access(Permission.SignedIn).WithName("page.order.state");
        pages.MapPost(SitePaths.Orders + "/{orderId}/pay", PayAgain).Access(Permission.SignedIn).WithName("page.order.pay");
        pages.MapPost(SitePaths.Orders + "/{orderId}/cancel", Cancel).Access(Permission.SignedIn).WithName("page.order.cancel");
    }

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor)
    {
        var found = await grains.Queries<IOrderQueriesGrain>(http.Viewer().Tenant).Mine(cursor is { Length: <= 500 } ? cursor : null, 20);
        return Common.Pages.Show<OrdersPage>(new { Page = await http.Page("My orders"), Orders = found.Value ?? Page<OrderRow>.Empty, Cursor = cursor }, found.IsOk ? 200 : 422);
    }

    private static async Task<IResult> Show(string orderId, HttpContext http, IGrainFactory grains, Error? problem)
    {
        var viewer = http.Viewer();
        var seen = await OrderCalls.See(http, grains, orderId);
        if (!seen.IsOk) return Refusals.NotFound(http);
        var ways = await Ways(grains, viewer.Tenant, seen.Value);
        foreach (var way in ways) http.AllowFormsTo(way.Origin);
        return Common.Pages.Show<OrderPage>(new
        {
            Page = await http.Page($"Order {seen.Value.Number}"), State = seen.Value, Problem = problem, Ways = ways, Documents = await Documents(grains, viewer.Tenant, orderId),
            IsBuyer = IsBuyer(seen.Value, viewer), ViewerId = viewer.UserId,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> State(string orderId, HttpContext http, IGrainFactory grains)
    {
        var viewer = http.Viewer();
        var seen = await OrderCalls.See(http, grains, orderId);
        if (!seen.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<OrderPart>(new { State = seen.Value, Ways = await Ways(grains, viewer.Tenant, seen.Value), Documents = await Documents(grains, viewer.Tenant, orderId), IsBuyer = IsBuyer(seen.Value, viewer) });
    }

    private static async Task<IResult> PayAgain(string orderId, HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var again = await OrderCalls.PayAgain(http, grains, orderId, form.Text("provider") is { Length: > 0 } provider ? provider : null);
        if (!again.IsOk) return again.Error.Kind is ErrorKind.NotFound ? Refusals.NotFound(http) : await Show(orderId, http, grains, again.Error);
        return Common.Pages.SeeOther(again.Value is { Status: PaymentStatus.NeedsAction, ActionUrl: { } next } ? next : $"{SitePaths.Orders}/{orderId}");
    }

    private static async Task<IResult> Cancel(string orderId, HttpContext http, IGrainFactory grains)
    {
        var cancelled = await OrderCalls.Cancel(http, grains, orderId);
        if (!cancelled.IsOk) return cancelled.Error.Kind is ErrorKind.NotFound ? Refusals.NotFound(http) : await Show(orderId, http, grains, cancelled.Error);
        await OrderCalls.Settled(http, grains, new OrderKey(http.Viewer().Tenant, orderId));
        return Common.Pages.SeeOther($"{SitePaths.Orders}/{orderId}");
    }

    private static bool IsBuyer(ShownOrder state, Viewer viewer) => state.Order is null || state.Order.BuyerId == viewer.UserId;

    private static async Task<ImmutableArray<PaymentProviderView>> Ways(IGrainFactory grains, string tenant, ShownOrder state) =>
        state is { Order: { Status: OrderStatus.Placed, Total: { } total }, Payment: { Status: PaymentStatus.Failed, CanRetry: true } } ? await grains.Queries<IPaymentProvidersGrain>(tenant).List(total) : [];

    private static async Task<ImmutableArray<BillingDocument>> Documents(IGrainFactory grains, string tenant, string orderId) =>
        (await grains.Queries<IReceiptQueriesGrain>(tenant).OfOrder(orderId)) is { IsOk: true, Value.IsDefault: false } found ? found.Value : [];
}
