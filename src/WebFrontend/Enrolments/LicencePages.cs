using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Enrolments.Pages;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>Licences: a code redeemed, and the codes one has bought.</summary>
internal static class LicencePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Enrolments");
        pages.MapGet(SitePaths.Redeem, async (HttpContext http, string? code) => await Form(http, code is { Length: <= 60 } ? code : "", null)).Access(Permission.SignedIn).WithName("page.redeem");
        pages.MapPost(SitePaths.Redeem, Redeem).Access(Permission.SignedIn).WithName("page.redeem.post");
        pages.MapGet(SitePaths.Licences, Mine).Access(Permission.SignedIn).WithName("page.licences");
        pages.MapGet(SitePaths.Licences + "/{orderId}/{courseId}", Show).Access(Permission.SignedIn).WithName("page.licences.codes");
    }

    private static async Task<IResult> Form(HttpContext http, string code, Error? problem) =>
        Common.Pages.Show<RedeemPage>(new { Page = await http.Page("Redeem a code", SitePaths.Learning), Code = code, Problem = problem }, problem is null ? 200 : ProblemResults.Status(problem.Kind));

    private static async Task<IResult> Redeem(HttpContext http, IGrainFactory grains)
    {
        var code = (await http.Form()).Text("code");
        var redeemed = await LicenceCalls.Redeem(http, grains, code);
        return redeemed.IsOk ? Common.Pages.SeeOther($"/learn/{redeemed.Value.CourseId}") : await Form(http, code is { Length: <= 60 } ? code : "", redeemed.Error);
    }

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor)
    {
        var licences = await grains.Queries<ILicenceQueriesGrain>(http.Viewer().Tenant).Mine(cursor is { Length: <= 500 } ? cursor : null, 20);
        return Common.Pages.Show<LicencesPage>(new { Page = await http.Page("Licences", SitePaths.Learning), Licences = licences.Value ?? Page<LicencesRow>.Empty, Cursor = cursor });
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string orderId, string courseId)
    {
        var tenant = http.Viewer().Tenant;
        var licences = await grains.Licences(new LicenceKey(tenant, orderId, courseId)).Get();
        if (!licences.IsOk) return Refusals.NotFound(http);
        var course = await grains.Course(new CourseKey(tenant, courseId)).Get();
        return Common.Pages.Show<LicenceCodesPage>(new
        {
            Page = await http.Page("Licences", SitePaths.Learning), Licences = licences.Value, Title = course.Value?.Title ?? "A course that is gone",
            RedeemAddress = $"{http.Request.Scheme}://{http.Request.Host}{SitePaths.Redeem}",
        });
    }
}
