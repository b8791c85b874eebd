using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Orders.Pages;

namespace LearningHub.WebFrontend.Orders;

/// <summary>The last look at the cart before it is paid.</summary>
internal static class CheckoutPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Orders");
        pages.MapGet(SitePaths.Checkout, (HttpContext http, IGrainFactory grains) => Show(http, grains, null)).Access(Permission.SignedIn).WithName("page.checkout");
        pages.MapPost(SitePaths.Checkout, Start).Access(Permission.SignedIn).WithName("page.checkout.start");
    }

    private static async Task<IResult> Start(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var seen = long.TryParse(form.Text("seen"), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? new Money(minor, form.Text("currency")) : (Money?)null;
        var started = await OrderCalls.Start(http, grains, form.Text("order"), form.Text("provider"), seen);
        if (!started.IsOk) return await Show(http, grains, started.Error);
        // It came to nothing: the cart is as it was, and says why.
        if (started.Value is { Phase: WorkflowPhase.Compensated, Refusal: { } refusal }) return await Show(http, grains, Error.Conflict(refusal.Code, refusal.Message));
        return Common.Pages.SeeOther(started.Value.Next ?? $"{SitePaths.Orders}/{started.Value.OrderId}");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, Error? problem)
    {
        var viewer = http.Viewer();
        // Whoever comes straight from the sign-in brings the cart of before: it is merged first.
        var cart = await (await http.Cart())!.Get();
        if (!cart.IsOk) return Common.Pages.Message(http, ProblemResults.Status(cart.Error.Kind), "Your cart cannot be shown", cart.Error.Message);
        ImmutableArray<PaymentProviderView> ways = cart.Value.Total is { IsZero: false } total ? await grains.Queries<IPaymentProvidersGrain>(viewer.Tenant).List(total) : [];
        foreach (var way in ways) http.AllowFormsTo(way.Origin);
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        return Common.Pages.Show<CheckoutPage>(new
        {
            Page = await http.Page("Checkout"), Cart = cart.Value, Ways = ways, Problem = problem, OrderId = KeySegment.NewId(time),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }
}
