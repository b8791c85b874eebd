using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Administration;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace LearningHub.Grains.Administration;

/// <summary>Key <c>system/queries</c>. Nothing is kept. Called by admins who look, and by the readiness probe every few seconds.</summary>
[StatelessWorker(2), GrainType("system")]
internal sealed class SystemGrain(DatabaseProbe database, WorkflowList workflows, IEnumerable<IProjection> projections, TimeProvider time) : Grain, ISystemGrain
{
    /// <summary>Behind by more than this many events, readers of views see old things.</summary>
    private const long MostLag = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<ImmutableArray<ProjectionStatus>> Projections()
    {
        var names = projections.Select(p => p.Name).Order(StringComparer.Ordinal);
        return [.. await Task.WhenAll(names.Select(name => GrainFactory.GetGrain<IProjectionGrain>($"system/{name}").Status()))];
    }

    public Task<ImmutableArray<WorkflowStatus>> Workflows(WorkflowFilter filter, int limit) => workflows.Read(filter, Math.Clamp(limit, 1, 200));

    public Task<Result<WorkflowStatus>> Workflow(string kind, string key) => workflows.Find(kind, key) is { } run ? run.GetStatus() : Task.FromResult<Result<WorkflowStatus>>(WorkflowList.Unknown);

    public Task<Result<WorkflowStatus>> Steer(string kind, string key, string verb) => (workflows.Find(kind, key), verb) switch
    {
        ({ } run, "retry") => run.Retry(),
        ({ } run, "compensate") => run.Compensate(),
        _ => Task.FromResult<Result<WorkflowStatus>>(WorkflowList.Unknown),
    };

    public async Task<ReadinessView> Ready()
    {
        if (!await database.Answers()) return new(false, ["The database does not answer."]);
        // Projections are the cluster's and may live on a silo that has just died: told, and no reason to take this process out of service.
        var remarks = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var projection in await Projections().WaitAsync(Patience, time))
                if (projection is { Running: true, Lag: > MostLag }) remarks.Add($"Projection {projection.Name} is {projection.Lag:N0} events behind.");
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            remarks.Add("Projections do not answer.");
        }
        return new(true, remarks.ToImmutable());
    }
}
