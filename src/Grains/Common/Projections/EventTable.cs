using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Common;

/// <summary>Reads the event table in the feed's order, and only rows that no running transaction can still precede.</summary>
internal static class EventTable
{
    /// <summary>Of a row <c>e</c>: every transaction that could have taken a lower id has ended.</summary>
    public const string Settled = "(e.epoch < (select epoch from feed_epoch) or e.tx < pg_snapshot_xmin(pg_current_snapshot()))";

    /// <summary>The last settled place; null in an empty table.</summary>
    public static async Task<FeedPosition?> Head(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select e.epoch, e.tx, e.position from event e where {Settled} order by e.epoch desc, e.tx desc, e.position desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Position(reader) : null;
    }

    /// <summary>The settled rows after a place. The payload is sent only for the named events (none named: for all).</summary>
    public static async Task<List<EventRow>> ReadAfter(NpgsqlConnection connection, FeedPosition after, int limit, IReadOnlyList<string>? payloadsOf, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            select e.epoch, e.tx, e.position, e.type, e.key, e.version, e.event_id, e.name, case when $5::text[] is null or e.name = any($5) then e.payload end, e.actor, e.trace, e.at
            from event e where (e.epoch, e.tx, e.position) > ($1, $2, $3) and {Settled}
            order by e.epoch, e.tx, e.position limit $4
            """, connection);
        AddPosition(command, after);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new() { Value = payloadsOf is null ? DBNull.Value : payloadsOf.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return await Rows(command, cancellation);
    }

    /// <summary>The rows of one aggregate from a place to another, both included: what a parked key has missed.</summary>
    public static async Task<List<EventRow>> ReadOf(NpgsqlConnection connection, string type, string key, FeedPosition from, FeedPosition to, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select e.epoch, e.tx, e.position, e.type, e.key, e.version, e.event_id, e.name, e.payload, e.actor, e.trace, e.at
            from event e where (e.epoch, e.tx, e.position) >= ($1, $2, $3) and (e.epoch, e.tx, e.position) <= ($4, $5, $6) and e.type = $7 and e.key = $8
            order by e.epoch, e.tx, e.position
            """, connection);
        AddPosition(command, from);
        AddPosition(command, to);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return await Rows(command, cancellation);
    }

    /// <summary>The place of the last event of this version or an earlier one; null when there is none to wait for.</summary>
    public static async Task<FeedPosition?> PlaceOf(NpgsqlConnection connection, Receipt receipt, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select epoch, tx, position from event where type = $1 and key = $2 and version <= $3
            order by version desc, epoch desc, tx desc, position desc limit 1
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = receipt.AggregateType });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = receipt.Key });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = receipt.Version });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Position(reader) : null;
    }

    public static void AddPosition(NpgsqlCommand command, FeedPosition position)
    {
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = position.Epoch });
        command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = position.Tx, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position.Position });
    }

    public static FeedPosition Position(NpgsqlDataReader reader, int first = 0) =>
        new(reader.GetInt32(first), reader.GetFieldValue<ulong>(first + 1), reader.GetInt64(first + 2));

    private static async Task<List<EventRow>> Rows(NpgsqlCommand command, CancellationToken cancellation)
    {
        var rows = new List<EventRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(new(reader.GetInt32(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5),
                reader.GetGuid(6), reader.GetString(7), reader.IsDBNull(8) ? "" : reader.GetString(8), reader.GetString(9), reader.IsDBNull(10) ? null : reader.GetString(10),
                reader.GetFieldValue<DateTimeOffset>(11)));
        return rows;
    }
}
