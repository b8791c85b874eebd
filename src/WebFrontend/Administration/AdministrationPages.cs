using LearningHub.WebFrontend.Administration.Pages;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Administration;

internal static class AdministrationPages
{
    private const string Projections = SitePaths.Administration + "/projections";
    private const string Workflows = SitePaths.Administration + "/workflows";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Administration");
        pages.MapGet(SitePaths.Administration, async (HttpContext http, IGrainFactory grains) =>
                Common.Pages.Show<SystemPage>(new { Page = await http.Page("System", SitePaths.Administration), System = await grains.System().Get(), Projections = await grains.System().Projections() }))
            .Access(Permission.OperateSystem).WithName("page.admin.system");
        pages.MapGet(Projections, async (HttpContext http, IGrainFactory grains) => await ProjectionsPage(http, grains, null))
            .Access(Permission.OperateSystem).WithName("page.admin.projections");
        // The part that the page reads again every two seconds.
        pages.MapGet(Projections + "/rows", async (IGrainFactory grains, TimeProvider time) =>
                Common.Pages.Show<ProjectionRows>(new { Projections = await grains.System().Projections(), Now = time.GetUtcNow() }))
            .Access(Permission.OperateSystem).WithName("page.admin.projections.rows");
        foreach (var verb in (string[])["stop", "start", "rebuild", "retry"])
            pages.MapPost($"{Projections}/{{name}}/{verb}", async (string name, HttpContext http, IGrainFactory grains) =>
                    await ProjectionCalls.Do(grains, name, verb) is { IsOk: false } refused ? await ProjectionsPage(http, grains, refused.Error) : Common.Pages.SeeOther(Projections))
                .Access(Permission.OperateSystem).WithName($"page.admin.projections.{verb}");
        pages.MapGet(Workflows, async (HttpContext http, IGrainFactory grains, string? unfinished) =>
                Common.Pages.Show<WorkflowsPage>(new { Page = await http.Page("Workflows", Workflows), Workflows = await grains.System().Workflows(unfinished == "1", 100), UnfinishedOnly = unfinished == "1" }))
            .Access(Permission.OperateSystem).WithName("page.admin.workflows");
    }

    private static async Task<IResult> ProjectionsPage(HttpContext http, IGrainFactory grains, Error? error) =>
        Common.Pages.Show<Pages.ProjectionsPage>(new
        {
            Page = await http.Page("Projections", Projections),
            Projections = await grains.System().Projections(),
            Now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
            Error = error,
        }, error is null ? 200 : ProblemResults.Status(error.Kind));
}
