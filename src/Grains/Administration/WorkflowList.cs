using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Administration;
using Npgsql;

namespace LearningHub.Grains.Administration;

/// <summary>Runs of workflows of the actor's tenant, the last changed first. The keys come from the table, the status from each run itself.</summary>
internal sealed class WorkflowList(NpgsqlDataSource database, IGrainFactory grains, IEnumerable<WorkflowRegistration> registered)
{
    private const string Keys = $"""
        select doc ->> 'kind', key, tenant from aggregate
        where tenant = $1 and type = 'workflow' and ($2 = '' or doc ->> 'kind' = $2)
          and ($3 = 'All' or $3 = 'Unfinished' and ({StuckRuns.Unfinished} or doc ->> 'phase' = 'failed') or $3 = 'Stuck' and {StuckRuns.Sql})
          and (doc ->> 'startedAt')::timestamptz <= clock_timestamp() - $4 and ($5::interval is null or (doc ->> 'startedAt')::timestamptz > clock_timestamp() - $5)
        order by changed_at desc limit $6
        """;

    public static readonly Error Unknown = Error.NotFound("workflows.unknown", "There is no such run.");

    /// <summary>Null for a kind that is not ours. Whether there is such a run its grain says.</summary>
    public IWorkflowGrain? Find(string kind, string key) =>
        registered.FirstOrDefault(r => r.Kind == kind) is { } workflow ? (IWorkflowGrain)grains.GetGrain(workflow.GrainInterface, key) : null;

    public async Task<ImmutableArray<WorkflowStatus>> Read(WorkflowFilter filter, int limit)
    {
        var kinds = registered.ToDictionary(r => r.Kind, r => r.GrainInterface);
        var found = new List<(Type Grain, string Key, string Tenant)>();
        await using (var command = database.CreateCommand(Keys))
        {
            command.Parameters.Add(new() { Value = ActorContext.Required.Tenant });
            command.Parameters.Add(new() { Value = filter.Kind });
            command.Parameters.Add(new() { Value = filter.Choice.ToString() });
            command.Parameters.Add(new() { Value = filter.OlderThan });
            command.Parameters.Add(new() { Value = (object?)filter.YoungerThan ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Interval });
            command.Parameters.Add(new() { Value = limit });
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync())
                if (!await row.IsDBNullAsync(0) && kinds.TryGetValue(row.GetString(0), out var grain)) found.Add((grain, row.GetString(1), row.GetString(2)));
        }
        var statuses = ImmutableArray.CreateBuilder<WorkflowStatus>(found.Count);
        foreach (var (grain, key, tenant) in found)
            using (ActorContext.As(Actor.System(tenant)))
                if (await ((IWorkflowGrain)grains.GetGrain(grain, key)).GetStatus() is { IsOk: true } status) statuses.Add(status.Value);
        return statuses.ToImmutable();
    }
}
