using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>The row of a projection: how far it is, whether it runs, where a rebuild stands.</summary>
/// <param name="RebuildCursor">The last aggregate key that a rebuild has rendered; null when none is under way.</param>
internal sealed record Checkpoint(string Name, FeedPosition Place, bool Running, string? RebuildCursor, long Consumed, DateTimeOffset? LastEventAt, string? LastError)
{
    private const string Columns = "select epoch, tx, position, running, rebuild_cursor, consumed, last_event_at, last_error from projection where name = $1";

    /// <summary>Makes the row on a projection's first start. A view begins with what there is; a fold with the first event; a reactor with what
    /// happens from now on, as its effects for old events would surprise.</summary>
    public static async Task Ensure(NpgsqlConnection connection, IProjection projection, CancellationToken cancellation)
    {
        var head = projection.Kind is ProjectionKind.Fold ? default : await EventTable.Head(connection, cancellation) ?? default;
        await using var command = new NpgsqlCommand("""
            insert into projection (epoch, tx, position, name, kind, rebuild_cursor) values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """, connection);
        EventTable.AddPosition(command, head);
        command.Parameters.Add(new() { Value = projection.Name });
        command.Parameters.Add(new() { Value = projection.Kind.ToString().ToLowerInvariant() });
        command.Parameters.Add(new() { Value = projection.Kind is ProjectionKind.View ? "" : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static Task<Checkpoint> Read(NpgsqlConnection connection, string name, CancellationToken cancellation) => Read(connection, name, Columns, cancellation);

    /// <summary>Holds the row to the end of the transaction: whoever else applies batches of this projection waits, and then sees how far we came.</summary>
    public static Task<Checkpoint> Lock(NpgsqlConnection connection, string name, CancellationToken cancellation) => Read(connection, name, Columns + " for update", cancellation);

    private static async Task<Checkpoint> Read(NpgsqlConnection connection, string name, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) throw new InvalidOperationException($"The projection {name} has no row.");
        return new(name, EventTable.Position(reader), reader.GetBoolean(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetInt64(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6), reader.IsDBNull(7) ? null : reader.GetString(7));
    }

    /// <summary>Moves on past these rows. False: somebody else has moved the checkpoint meanwhile.</summary>
    public async Task<bool> Advance(NpgsqlConnection connection, EventRow last, int count, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            update projection set epoch = $1, tx = $2, position = $3, consumed = consumed + $7, last_event_at = $8, last_error = null
            where (epoch, tx, position) = ($4, $5, $6) and name = $9
            """, connection);
        EventTable.AddPosition(command, last.Place);
        EventTable.AddPosition(command, Place);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = count });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = last.At });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Moves those of these projections that stand between the two places past rows that none of them wants, in one statement. Answers whom it
    /// moved: who is busy, stopped, being rebuilt or elsewhere moves by itself.</summary>
    public static async Task<List<string>> PassAll(NpgsqlConnection connection, IReadOnlyCollection<string> names, FeedPosition start, IReadOnlyList<EventRow> rows, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            with free as (
                select name from projection where name = any($7) and running and rebuild_cursor is null
                    and (epoch, tx, position) >= ($1, $2, $3) and (epoch, tx, position) < ($4, $5, $6)
                for update skip locked)
            update projection p set epoch = $4, tx = $5, position = $6, last_event_at = $9, last_error = null, consumed = consumed + case
                when (p.epoch, p.tx, p.position) = ($1, $2, $3) then $8
                else (select count(*) from event e where (e.epoch, e.tx, e.position) > (p.epoch, p.tx, p.position) and (e.epoch, e.tx, e.position) <= ($4, $5, $6)) end
            from free where p.name = free.name returning p.name
            """, connection);
        EventTable.AddPosition(command, start);
        EventTable.AddPosition(command, rows[^1].Place);
        command.Parameters.Add(new() { Value = names.ToArray() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = rows.Count });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = rows[^1].At });
        return await Names(command, cancellation);
    }

    /// <summary>Those that have something to do before this place.</summary>
    public static async Task<List<string>> Behind(NpgsqlConnection connection, FeedPosition place, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select name from projection where running and (rebuild_cursor is not null or (epoch, tx, position) < ($1, $2, $3))", connection);
        EventTable.AddPosition(command, place);
        return await Names(command, cancellation);
    }

    private static async Task<List<string>> Names(NpgsqlCommand command, CancellationToken cancellation)
    {
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) names.Add(reader.GetString(0));
        return names;
    }

    public Task SetRunning(NpgsqlConnection connection, bool running, CancellationToken cancellation) => Set(connection, "running", running, cancellation);
    public Task SetRebuildCursor(NpgsqlConnection connection, string? key, CancellationToken cancellation) => Set(connection, "rebuild_cursor", key, cancellation);
    public Task SetError(NpgsqlConnection connection, string? error, CancellationToken cancellation) => Set(connection, "last_error", error, cancellation);

    /// <summary>Begins anew from a place, with nothing parked.</summary>
    public async Task Reset(NpgsqlConnection connection, FeedPosition place, string? rebuildCursor, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            with emptied as (delete from parked where projection = $4)
            update projection set epoch = $1, tx = $2, position = $3, rebuild_cursor = $5, consumed = 0, last_error = null where name = $4
            """, connection);
        EventTable.AddPosition(command, place);
        command.Parameters.Add(new() { Value = Name });
        command.Parameters.Add(new() { Value = (object?)rebuildCursor ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task Set(NpgsqlConnection connection, string column, object? value, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"update projection set {column} = $2 where name = $1", connection)
        {
            Parameters = { new() { Value = Name }, new() { Value = value ?? DBNull.Value, NpgsqlDbType = value is bool ? NpgsqlTypes.NpgsqlDbType.Boolean : NpgsqlTypes.NpgsqlDbType.Text } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
