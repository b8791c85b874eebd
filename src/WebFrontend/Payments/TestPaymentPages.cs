using LearningHub.Grains.Interfaces.Payments;
using LearningHub.WebFrontend.Payments.Pages;

namespace LearningHub.WebFrontend.Payments;

/// <summary>The test provider's own page: where at a real one its hosted payment page is.</summary>
internal static class TestPaymentPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Payments");
        pages.MapGet("/test-payments/{referenceId}", (HttpContext http, IGrainFactory grains, string referenceId) => Show(http, grains, referenceId, null)).Access(Permission.SignedIn).WithName("page.testPayment");
        pages.MapPost("/test-payments/{referenceId}/{action}", Press).Access(Permission.SignedIn).WithName("page.testPayment.act");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string referenceId, Error? problem)
    {
        var found = await PaymentCalls.TestPayment(http, grains, referenceId).Get();
        if (!found.IsOk) return Refusals.NotFound(http);
        var page = await http.Page("Test payment");
        return Common.Pages.Show<TestPaymentPage>(new { Page = page, Payment = found.Value, Problem = problem }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Press(HttpContext http, IGrainFactory grains, string referenceId, string action)
    {
        if (PaymentCalls.Action(action) is not { } pressed) return Refusals.NotFound(http);
        var done = await PaymentCalls.TestPayment(http, grains, referenceId).Act(new(pressed));
        if (!done.IsOk) return await Show(http, grains, referenceId, done.Error);
        // Once it is decided the buyer is sent back, as a real provider does.
        var decided = pressed is TestPaymentAction.Approve or TestPaymentAction.Decline or TestPaymentAction.DeclineFunds or TestPaymentAction.Confirm or TestPaymentAction.FailConfirmation
            or TestPaymentAction.ApproveLater or TestPaymentAction.DeclineLater;
        return Common.Pages.SeeOther(decided && http.Viewer().UserId.Length > 0 ? HttpInput.LocalReturn(done.Value.ReturnUrl) : $"/test-payments/{referenceId}");
    }
}
