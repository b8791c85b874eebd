using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Administration;
using LearningHub.Grains.Interfaces.Transcoding;

namespace LearningHub.WebFrontend.Administration;

/// <summary>The platform by numbers, for admins.</summary>
internal static class AdministrationApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Administration").MapGroup("/admin");

        api.MapGet("/projections", async (IGrainFactory grains) => Results.Ok(await grains.System().Projections()))
            .Access(Permission.OperateSystem).WithName("admin.projections").WithSummary("Every projection: lag, whether it runs, parked keys.").Produces<ImmutableArray<ProjectionStatus>>();
        foreach (var (verb, summary) in ((string, string)[])[
            ("stop", "Stops a projection; events wait for it."), ("start", "Starts a stopped projection where it stood."),
            ("rebuild", "Empties what a projection made and makes it again. Refused for reactors."), ("retry", "Tries the parked keys of a projection again.")])
            api.MapPost($"/projections/{{name}}/{verb}", async (string name, IGrainFactory grains) => (await ProjectionCalls.Do(grains, name, verb)).ToApi())
                .Access(Permission.OperateSystem).WithName($"admin.projections.{verb}").WithSummary(summary).Produces<ProjectionStatus>().ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/workflows", async (HttpContext http, IGrainFactory grains, string? kind, string? show, int? olderThan, string? cursor, int? limit) =>
                (await grains.System().ListWorkflows(WorkflowCalls.Filter(kind, show, olderThan, null, cursor), HttpInput.Limit(limit, 50))).ToApi(page => WorkflowCalls.List(http, page)))
            .Access(Permission.OperateSystem).WithName("admin.workflows")
            .WithSummary("Runs of workflows, the last changed first. show: all, unfinished, stuck; olderThan: seconds since they began. The address of the next page is in the Link header (rel=\"next\").")
            .Produces<ImmutableArray<WorkflowStatus>>().ProducesProblem(422);
        api.MapGet("/workflows/{kindId}/{subjectId}/{runId}", async (string kindId, string subjectId, string runId, IGrainFactory grains) =>
                (await grains.System().Workflow(kindId, $"{ActorContext.Required.Tenant}/{subjectId}/{runId}")).ToApi())
            .Access(Permission.OperateSystem).WithName("admin.workflow").WithSummary("A run, step by step.").Produces<WorkflowStatus>().ProducesProblem(404);
        foreach (var (verb, summary) in ((string, string)[])[("retry", "Tries the step that is due again now."), ("compensate", "Has everything taken back that was done so far.")])
            api.MapPost($"/workflows/{{kindId}}/{{subjectId}}/{{runId}}/{verb}", async (string kindId, string subjectId, string runId, IGrainFactory grains) =>
                    (await grains.System().Steer(kindId, $"{ActorContext.Required.Tenant}/{subjectId}/{runId}", verb)).ToApi())
                .Access(Permission.OperateSystem).WithName($"admin.workflow.{verb}").WithSummary(summary).Produces<WorkflowStatus>().ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/transcodes", async (IGrainFactory grains, int? limit) =>
                Results.Ok(await grains.GetGrain<ITranscodeQueueGrain>(TenantKey.Queries("system").ToString()).List(HttpInput.Limit(limit, 50))))
            .Access(Permission.OperateSystem).WithName("admin.transcodes").WithSummary("Transcode jobs, waiting and running first.").Produces<ImmutableArray<TranscodeJobRow>>();
    }
}
