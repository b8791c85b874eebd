using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Aggregates that a projection has set aside after an event it could not apply, each with the place of that event.</summary>
internal static class ParkedKeys
{
    /// <summary>Those of the events' keys that are parked: what a batch leaves out, however many there are.</summary>
    public static async Task<HashSet<(string Type, string Key)>> Among(NpgsqlConnection connection, string projection, IReadOnlyCollection<EventRow> events, CancellationToken cancellation)
    {
        var keys = events.Select(e => (e.AggregateType, e.Key)).Distinct().ToArray();
        await using var command = new NpgsqlCommand(
            "select type, key from parked where projection = $1 and (type, key) in (select * from unnest($2::text[], $3::text[]))", connection)
        {
            Parameters = { new() { Value = projection }, new() { Value = keys.Select(k => k.AggregateType).ToArray() }, new() { Value = keys.Select(k => k.Key).ToArray() } },
        };
        var parked = new HashSet<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) parked.Add((reader.GetString(0), reader.GetString(1)));
        return parked;
    }

    /// <summary>A page in the order of type and key, from behind <paramref name="after"/>.</summary>
    public static async Task<List<(ParkedKey Parked, FeedPosition From)>> List(
        NpgsqlConnection connection, string projection, (string Type, string Key) after, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select epoch, tx, position, type, key, event_name, reason, at from parked where projection = $1 and (type, key) > ($2, $3) order by type, key limit $4
            """, connection)
        { Parameters = { new() { Value = projection }, new() { Value = after.Type }, new() { Value = after.Key }, new() { Value = limit } } };
        var parked = new List<(ParkedKey, FeedPosition)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            parked.Add((new(reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetFieldValue<DateTimeOffset>(7)), EventTable.Position(reader)));
        return parked;
    }

    /// <summary>A key that is parked already keeps its first event: the replay must begin there.</summary>
    public static async Task Park(NpgsqlConnection connection, string projection, EventRow e, Exception why, DateTimeOffset now, CancellationToken cancellation)
    {
        var reason = $"{why.GetType().Name}: {why.Message}";
        await using var command = new NpgsqlCommand("""
            insert into parked (epoch, tx, position, projection, type, key, event_name, reason, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (projection, type, key) do update set reason = excluded.reason, at = excluded.at
            """, connection);
        EventTable.AddPosition(command, e.Place);
        foreach (var value in (string[])[projection, e.AggregateType, e.Key, e.Name, reason.Length > 500 ? reason[..500] : reason])
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value.Replace("\0", "", StringComparison.Ordinal) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What was missed before this event has been made good: the next replay begins here.</summary>
    public static async Task MoveTo(NpgsqlConnection connection, string projection, EventRow e, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update parked set epoch = $1, tx = $2, position = $3, event_name = $7 where projection = $4 and type = $5 and key = $6", connection);
        EventTable.AddPosition(command, e.Place);
        foreach (var value in (string[])[projection, e.AggregateType, e.Key, e.Name]) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task Release(NpgsqlConnection connection, string projection, string type, IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("delete from parked where projection = $1 and type = $2 and key = any($3)", connection)
        {
            Parameters = { new() { Value = projection }, new() { Value = type }, new() { Value = keys.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
