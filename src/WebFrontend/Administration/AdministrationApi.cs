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

        api.MapGet("/system", async (IGrainFactory grains) => Results.Ok(await grains.System().Get()))
            .Access(Permission.OperateSystem).WithName("admin.system").WithSummary("Engine, silos, activations by grain type, and the database.").Produces<SystemView>();
        api.MapGet("/projections", async (IGrainFactory grains) => Results.Ok(await grains.System().Projections()))
            .Access(Permission.OperateSystem).WithName("admin.projections").WithSummary("Every projection: lag, whether it runs, parked keys.").Produces<ImmutableArray<ProjectionStatus>>();
        foreach (var (verb, summary) in ((string, string)[])[
            ("stop", "Stops a projection; events wait for it."), ("start", "Starts a stopped projection where it stood."),
            ("rebuild", "Empties what a projection made and makes it again. Refused for reactors."), ("retry", "Tries the parked keys of a projection again.")])
            api.MapPost($"/projections/{{name}}/{verb}", async (string name, IGrainFactory grains) => (await ProjectionCalls.Do(grains, name, verb)).ToApi())
                .Access(Permission.OperateSystem).WithName($"admin.projections.{verb}").WithSummary(summary).Produces<ProjectionStatus>().ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/workflows", async (IGrainFactory grains, bool? unfinished, int? limit) => Results.Ok(await grains.System().Workflows(unfinished ?? false, HttpInput.Limit(limit, 50))))
            .Access(Permission.OperateSystem).WithName("admin.workflows").WithSummary("Runs of workflows, the last changed first.").Produces<ImmutableArray<WorkflowStatus>>();
        api.MapGet("/transcodes", async (IGrainFactory grains, int? limit) =>
                Results.Ok(await grains.GetGrain<ITranscodeQueueGrain>(TenantKey.Queries("system").ToString()).List(HttpInput.Limit(limit, 50))))
            .Access(Permission.OperateSystem).WithName("admin.transcodes").WithSummary("Transcode jobs, waiting and running first.").Produces<ImmutableArray<TranscodeJobRow>>();
    }
}
