using LearningHub.WebFrontend.Administration.Pages;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Administration;

internal static class AdministrationPages
{
    private const string Projections = SitePaths.Administration + "/projections";
    private const string Workflows = WorkflowCalls.Root;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Administration");
        pages.MapGet(SitePaths.Administration, () => Common.Pages.SeeOther(Cluster.ClusterWeb.Root)).Access(Permission.OperateSystem).WithName("page.admin");
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
        pages.MapGet(Workflows, ShowWorkflows).Access(Permission.OperateSystem).WithName("page.admin.workflows");
        pages.MapGet(Workflows + "/{kindId}/{subjectId}/{runId}", (string kindId, string subjectId, string runId, HttpContext http, IGrainFactory grains) => ShowRun(http, grains, kindId, subjectId, runId, null))
            .Access(Permission.OperateSystem).WithName("page.admin.workflow");
        foreach (var verb in (string[])["retry", "compensate"])
            pages.MapPost($"{Workflows}/{{kindId}}/{{subjectId}}/{{runId}}/{verb}", async (string kindId, string subjectId, string runId, HttpContext http, IGrainFactory grains) =>
                    await grains.System().Steer(kindId, $"{http.Viewer().Tenant}/{subjectId}/{runId}", verb) is { IsOk: false } refused
                        ? await ShowRun(http, grains, kindId, subjectId, runId, refused.Error) : Common.Pages.SeeOther($"{Workflows}/{kindId}/{subjectId}/{runId}"))
                .Access(Permission.OperateSystem).WithName($"page.admin.workflow.{verb}");
    }

    private static async Task<IResult> ShowWorkflows(HttpContext http, IGrainFactory grains, string? kind, string? show, int? from, int? to, string? cursor)
    {
        var filter = WorkflowCalls.Filter(kind, show, from, to, cursor);
        var found = await grains.System().ListWorkflows(filter, 100);
        return Common.Pages.Show<WorkflowsPage>(new { Page = await http.Page("Workflows", Workflows), Found = found.Value ?? Page<WorkflowStatus>.Empty, Filter = filter, Problem = found.Error?.Message },
            found.IsOk ? 200 : ProblemResults.Status(found.Error.Kind));
    }

    private static async Task<IResult> ShowRun(HttpContext http, IGrainFactory grains, string kind, string subject, string run, Error? problem)
    {
        var status = await grains.System().Workflow(kind, $"{http.Viewer().Tenant}/{subject}/{run}");
        if (!status.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<WorkflowPage>(new { Page = await http.Page("Workflow", Workflows), Run = status.Value, Problem = problem }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
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
