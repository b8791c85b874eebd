using System.Collections.Immutable;
using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Administration;

/// <summary>Runs of workflows of the actor's tenant, the last changed first. The keys come from the table, the status from each run itself.</summary>
internal sealed class WorkflowList(NpgsqlDataSource database, IGrainFactory grains, IEnumerable<WorkflowRegistration> registered)
{
    private const string Keys = """
        select doc ->> 'kind', key, tenant from aggregate
        where tenant = $3 and type = 'workflow' and (not $1 or doc ->> 'phase' in ('running', 'waiting', 'compensating', 'failed'))
        order by changed_at desc limit $2
        """;

    public async Task<ImmutableArray<WorkflowStatus>> Read(bool unfinishedOnly, int limit)
    {
        var kinds = registered.ToDictionary(r => r.Kind, r => r.GrainInterface);
        var found = new List<(Type Grain, string Key, string Tenant)>();
        await using (var command = database.CreateCommand(Keys))
        {
            command.Parameters.Add(new() { Value = unfinishedOnly });
            command.Parameters.Add(new() { Value = limit });
            command.Parameters.Add(new() { Value = ActorContext.Required.Tenant });
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
