using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Administration;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Administration;

/// <summary>Key <c>system/queries</c>. Nothing is kept, and lists are read from rows: what has to answer here is the database alone, whatever silo has just died. Called by admins who look, and by
/// the readiness probe every few seconds.</summary>
[StatelessWorker(2), GrainType("system")]
internal sealed class SystemGrain(DatabaseProbe probe, NpgsqlDataSource database, WorkflowList workflows, IEnumerable<IProjection> projections, TimeProvider time) : Grain, ISystemGrain
{
    /// <summary>Behind by more than this many events, readers of views see old things.</summary>
    private const long MostLag = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<ImmutableArray<ProjectionStatus>> Projections()
    {
        await using var connection = await database.OpenConnectionAsync();
        return await ProjectionTable.Read(connection, projections, CancellationToken.None);
    }

    public Task<Result<Page<WorkflowStatus>>> ListWorkflows(WorkflowFilter filter, int limit) => workflows.Read(filter, Math.Clamp(limit, 1, 200));

    public Task<Result<WorkflowStatus>> Workflow(string kind, string key) => workflows.Find(kind, key) is { } run ? run.GetStatus() : Task.FromResult<Result<WorkflowStatus>>(WorkflowList.Unknown);

    public Task<Result<WorkflowStatus>> Steer(string kind, string key, string verb) => (workflows.Find(kind, key), verb) switch
    {
        ({ } run, "retry") => run.Retry(),
        ({ } run, "compensate") => run.Compensate(),
        _ => Task.FromResult<Result<WorkflowStatus>>(WorkflowList.Unknown),
    };

    public async Task<ReadinessView> Ready()
    {
        if (!await probe.Answers()) return new(false, ["The database does not answer."]);
        // Projections are the cluster's: told, and no reason to take this process out of service.
        var remarks = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var projection in await Projections().WaitAsync(Patience, time))
                if (projection is { Running: true, Lag: > MostLag }) remarks.Add($"Projection {projection.Name} is {projection.Lag:N0} events behind.");
        }
        catch (Exception e) when (e is TimeoutException or NpgsqlException)
        {
            remarks.Add("Projections cannot be read.");
        }
        return new(true, remarks.ToImmutable());
    }
}
