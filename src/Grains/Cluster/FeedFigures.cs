using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Cluster;
using Npgsql;

namespace LearningHub.Grains.Cluster;

/// <summary>How far the feed and the projections are, in one look: asking each projection would be a call and a query for each of them.</summary>
internal sealed class FeedFigures(NpgsqlDataSource database, IEnumerable<IProjection> projections)
{
    // The feed reads up to the oldest transaction that has written and not ended, of any database of the server.
    private const string Horizon = """
        select coalesce((select max(extract(epoch from clock_timestamp() - xact_start)) from pg_stat_activity where backend_xid is not null), 0)::float8,
               (select count(*) from (select 1 from event where epoch = (select epoch from feed_epoch) and tx >= pg_snapshot_xmin(pg_current_snapshot()) limit 100000) held)
        """;

    private const string Lag = """
        select p.name, p.running, p.rebuild_cursor is not null, p.last_error is not null,
               (select count(*) from (select 1 from event e where (e.epoch, e.tx, e.position) > (p.epoch, p.tx, p.position) limit 100000) behind),
               coalesce((select extract(epoch from clock_timestamp() - e.at) from event e where (e.epoch, e.tx, e.position) > (p.epoch, p.tx, p.position)
                         order by e.epoch, e.tx, e.position limit 1), 0)::float8,
               (select count(*) from parked k where k.projection = p.name)::int
        from projection p where p.name = any($1) order by p.name
        """;

    private readonly string[] _names = [.. projections.Select(p => p.Name)];

    public async Task<FeedView> Read()
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new(Horizon));
        batch.BatchCommands.Add(new(Lag) { Parameters = { new() { Value = _names } } });
        await using var row = await batch.ExecuteReaderAsync();
        await row.ReadAsync();
        var (age, held) = (TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(0))), row.GetInt64(1));
        await row.NextResultAsync();
        var lags = ImmutableArray.CreateBuilder<ProjectionLag>();
        while (await row.ReadAsync())
            lags.Add(new(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3), row.GetInt64(4), TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(5))), row.GetInt32(6)));
        return new(age, held, lags.ToImmutable());
    }
}
