using System.Collections.Immutable;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>How projections stand, from their rows: whoever looks needs no answer of the silo that has them, which may just have died.</summary>
internal static class ProjectionTable
{
    private const int MostShown = 50;

    private const string Rows = $"""
        select p.name, p.running, p.consumed, p.last_event_at, p.last_error,
            (select count(*) from (select from event e where (e.epoch, e.tx, e.position) > (p.epoch, p.tx, p.position) and {EventTable.Settled} limit 100000) rest)
        from projection p where p.name = any($1)
        """;

    private const string Parked = """
        select k.projection, k.type, k.key, k.event_name, k.reason, k.at
        from unnest($1::text[]) as p (name), lateral (select * from parked where projection = p.name order by type, key limit $2) k order by k.projection, k.type, k.key
        """;

    /// <summary>Of those that have a row, by name.</summary>
    public static async Task<ImmutableArray<ProjectionStatus>> Read(NpgsqlConnection connection, IEnumerable<IProjection> projections, CancellationToken cancellation)
    {
        var kinds = projections.ToDictionary(p => p.Name, p => p.Kind);
        var names = kinds.Keys.ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(Parked) { Parameters = { new() { Value = names }, new() { Value = MostShown } } }, new(Rows) { Parameters = { new() { Value = names } } } },
        };
        await using var row = await batch.ExecuteReaderAsync(cancellation);
        var keys = new List<(string Projection, ParkedKey Key)>();
        while (await row.ReadAsync(cancellation)) keys.Add((row.GetString(0), new(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetFieldValue<DateTimeOffset>(5))));
        var parked = keys.ToLookup(k => k.Projection, k => k.Key);

        await row.NextResultAsync(cancellation);
        var found = new List<ProjectionStatus>(names.Length);
        while (await row.ReadAsync(cancellation))
        {
            var name = row.GetString(0);
            found.Add(new(name, kinds[name], row.GetBoolean(1), row.GetInt64(5), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3), [.. parked[name]],
                row.IsDBNull(4) ? null : row.GetString(4)));
        }
        return [.. found.OrderBy(s => s.Name, StringComparer.Ordinal)];
    }
}
