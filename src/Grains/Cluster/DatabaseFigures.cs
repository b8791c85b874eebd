using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Cluster;
using Npgsql;

namespace LearningHub.Grains.Cluster;

/// <summary>What there is to know of the database without reading anyone's data.</summary>
internal sealed class DatabaseFigures(NpgsqlDataSource database)
{
    // Big tables are counted by the planner's estimate.
    private const string Facts = """
        select current_setting('server_version'), pg_database_size(current_database()),
               (select count(*) from pg_stat_activity where datname = current_database())::int, current_setting('max_connections')::int,
               (select case when reltuples > 100000 then reltuples::bigint else (select count(*) from event) end from pg_class where oid = 'event'::regclass),
               (select case when reltuples > 100000 then reltuples::bigint else (select count(*) from aggregate) end from pg_class where oid = 'aggregate'::regclass),
               (select coalesce(max(number), 0) from schema_migration)
        """;

    // Ours carry no values in their text: those are parameters.
    private const string Slow = """
        select left(regexp_replace(query, '\s+', ' ', 'g'), 160), extract(epoch from clock_timestamp() - query_start)::float8, coalesce(wait_event_type || ': ' || wait_event, '')
        from pg_stat_activity
        where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and application_name = current_setting('application_name')
          and query_start < clock_timestamp() - interval '100 milliseconds'
        order by query_start limit 5
        """;

    public async Task<DatabaseView> Read(bool embedded)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(Facts));
        batch.BatchCommands.Add(new(Slow));
        await using var row = await batch.ExecuteReaderAsync();
        await row.ReadAsync();
        var view = new DatabaseView(row.GetString(0), embedded, row.GetInt64(1), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6), []);
        await row.NextResultAsync();
        var slow = ImmutableArray.CreateBuilder<SlowQuery>();
        while (await row.ReadAsync()) slow.Add(new(row.GetString(0), TimeSpan.FromSeconds(row.GetDouble(1)), row.GetString(2)));
        return view with { Slowest = slow.ToImmutable() };
    }
}
