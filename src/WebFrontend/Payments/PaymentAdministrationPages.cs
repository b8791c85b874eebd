using LearningHub.Grains.Interfaces.Payments;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Payments.Pages;

namespace LearningHub.WebFrontend.Payments;

/// <summary>Payments for those who manage sales: the list, and one with everything its provider said.</summary>
internal static class PaymentAdministrationPages
{
    public const string Root = SitePaths.Administration + "/payments";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Payments");
        pages.MapGet(Root, List).Access(Permission.ManageSales).WithName("page.admin.payments");
        pages.MapGet(Root + "/{paymentId}", (HttpContext http, IGrainFactory grains, string paymentId) => Show(http, grains, paymentId, null)).Access(Permission.ManageSales).WithName("page.admin.payment");
        pages.MapPost(Root + "/{paymentId}/ask", Ask).Access(Permission.ManageSales).WithName("page.admin.payment.ask");
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string? q, string? status, string? disputed, string? attention, string? cursor)
    {
        var query = PaymentCalls.Query(q, status, disputed == "on", attention == "on", cursor, 50);
        var found = await grains.Queries<IPaymentQueriesGrain>(http.Viewer().Tenant).List(query);
        return Common.Pages.Show<PaymentsPage>(new { Page = await http.Page("Payments", Root), Found = found.Value ?? Page<PaymentRow>.Empty, Query = query, Problem = found.Error?.Message }, found.IsOk ? 200 : 422);
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string paymentId, Error? problem)
    {
        var history = await PaymentCalls.Payment(http, grains, paymentId).GetHistory();
        if (!history.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<PaymentPage>(new { Page = await http.Page("Payment", Root), History = history.Value, Problem = problem, Asked = http.Request.Query["asked"] == "1" },
            problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Ask(HttpContext http, IGrainFactory grains, string paymentId)
    {
        var asked = await PaymentCalls.Payment(http, grains, paymentId).AskNow(new());
        return asked.IsOk ? Common.Pages.SeeOther($"{Root}/{paymentId}?asked=1") : await Show(http, grains, paymentId, asked.Error);
    }
}
