using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Cluster;
using Npgsql;

namespace LearningHub.Grains.Cluster;

/// <summary>Unfinished runs by their age.</summary>
internal sealed class WorkflowFigures(NpgsqlDataSource database)
{
    private const string Ages = $"""
        with run as (
            select tenant, {StuckRuns.Unfinished} as unfinished, {StuckRuns.Sql} as stuck, clock_timestamp() - (doc ->> 'startedAt')::timestamptz as age
            from aggregate where type = 'workflow' and doc ->> 'phase' in ('running', 'waiting', 'compensating', 'failed'))
        select count(*) filter (where tenant = $1 and unfinished and age < interval '1 minute')::int,
               count(*) filter (where tenant = $1 and unfinished and age >= interval '1 minute' and age < interval '10 minutes')::int,
               count(*) filter (where tenant = $1 and unfinished and age >= interval '10 minutes' and age < interval '1 hour')::int,
               count(*) filter (where tenant = $1 and unfinished and age >= interval '1 hour' and age < interval '1 day')::int,
               count(*) filter (where tenant = $1 and unfinished and age >= interval '1 day')::int,
               count(*) filter (where tenant = $1 and stuck)::int,
               count(*) filter (where tenant <> $1 and unfinished)::int,
               count(*) filter (where tenant <> $1 and stuck)::int
        from run
        """;

    public async Task<WorkflowAges> Read(string tenant)
    {
        await using var command = database.CreateCommand(Ages);
        command.Parameters.Add(new() { Value = tenant });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7));
    }
}
