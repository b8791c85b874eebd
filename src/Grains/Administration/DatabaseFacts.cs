using LearningHub.Grains.Interfaces.Administration;
using Npgsql;

namespace LearningHub.Grains.Administration;

/// <summary>What there is to know of the database without reading anyone's data.</summary>
internal sealed class DatabaseFacts(NpgsqlDataSource database)
{
    // The feed reads up to the oldest transaction that has written and not ended, of any database of the server. Big tables are
    // counted by the planner's estimate.
    private const string Facts = """
        select current_setting('server_version'),
               pg_database_size(current_database()),
               (select count(*) from pg_stat_activity where datname = current_database())::int,
               coalesce((select max(extract(epoch from clock_timestamp() - xact_start)) from pg_stat_activity where backend_xid is not null), 0)::float8,
               (select case when reltuples > 100000 then reltuples::bigint else (select count(*) from event) end from pg_class where oid = 'event'::regclass),
               (select case when reltuples > 100000 then reltuples::bigint else (select count(*) from aggregate) end from pg_class where oid = 'aggregate'::regclass),
               (select coalesce(max(number), 0) from schema_migration)
        """;

    public async Task<DatabaseView> Read(bool embedded)
    {
        await using var command = database.CreateCommand(Facts);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetString(0), embedded, row.GetInt64(1), row.GetInt32(2), TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(3))), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6));
    }

    public async Task<bool> Answers()
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            command.CommandTimeout = 2;
            await command.ExecuteScalarAsync();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }
}
