using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Common;

/// <summary>The statement of a group commit: any number of saves of different aggregates, each with its own verdict. A save that is refused
/// (version, operation) writes nothing; the others are not touched by that.</summary>
internal static class SaveStatement
{
    // Rows are locked in the order of the input, which is sorted by key: two batches can wait for each other but never in a circle.
    private const string Sql = """
        with input as materialized (
            select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::text[])
                with ordinality as i (type, key, tenant, expected, schema_version, doc, save_id, op_id, op_result, at, actor, trace, ord)
        ), fresh as materialized (
            select * from input i
            where (i.op_id is null or not exists (select from operation o where o.type = i.type and o.key = i.key and o.op_id = i.op_id))
              and (i.expected = 0 or exists (select from aggregate a where a.type = i.type and a.key = i.key))
        ), written as (
            insert into aggregate as a (type, key, tenant, version, schema_version, doc, save_id, changed_at)
            select type, key, tenant, expected + 1, schema_version, doc::jsonb, save_id, at from fresh order by ord
            on conflict (type, key) do update set
                version = excluded.version, schema_version = excluded.schema_version, doc = excluded.doc,
                save_id = excluded.save_id, changed_at = excluded.changed_at
                where a.version = excluded.version - 1
            returning a.type, a.key
        ), saved as materialized (
            select f.* from fresh f join written w on w.type = f.type and w.key = f.key
        ), operations as (
            insert into operation (type, key, op_id, result, at)
            select type, key, op_id, op_result, at from saved where op_id is not null order by ord
        ), events as (
            insert into event (epoch, type, key, tenant, version, event_id, name, payload, actor, trace, at)
            select (select epoch from feed_epoch), s.type, s.key, s.tenant, s.expected + 1, e.event_id, e.name, e.payload::jsonb, s.actor, s.trace, s.at
            from unnest($13::int[], $14::uuid[], $15::text[], $16::text[]) with ordinality as e (ord, event_id, name, payload, n)
            join saved s on s.ord = e.ord order by e.n
        ), puts as (
            insert into record (type, key, id, seq, doc)
            select r.type, s.key, r.id, r.seq, r.doc::jsonb
            from unnest($17::int[], $18::text[], $19::text[], $20::bigint[], $21::text[]) as r (ord, type, id, seq, doc)
            join saved s on s.ord = r.ord where r.doc is not null
            on conflict (type, key, id) do update set seq = excluded.seq, doc = excluded.doc
        ), deletes as (
            delete from record d
            using unnest($17::int[], $18::text[], $19::text[], $20::bigint[], $21::text[]) as r (ord, type, id, seq, doc)
            join saved s on s.ord = r.ord
            where r.doc is null and d.type = r.type and d.key = s.key and d.id = r.id
        )
        select s.ord is not null, o.result
        from input i
        left join saved s on s.ord = i.ord
        left join operation o on o.type = i.type and o.key = i.key and o.op_id = i.op_id
        order by i.ord
        """;

    private const string TakeClaim = """
        insert into claim as c (tenant, kind, value, type, key) values ($1, $2, $3, $4, $5)
        on conflict (tenant, kind, value) do update set key = c.key where c.type = excluded.type and c.key = excluded.key
        returning true
        """;

    private const string ReleaseClaim = "delete from claim where tenant = $1 and kind = $2 and value = $3 and type = $4 and key = $5";

    /// <summary>Runs and commits; the verdicts are in the order of <paramref name="saves"/>, which the caller has sorted.</summary>
    public static async Task<SaveResult[]> Run(NpgsqlDataSource database, IReadOnlyList<PendingSave> saves, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        // Both commands go out with one sync message at the end: they are one transaction, committed when the answer is there.
        await using var batch = new NpgsqlBatch(connection) { Timeout = 5 };
        batch.BatchCommands.Add(Command(saves));
        if (saves.Any(s => s.EventIds.Length > 0)) batch.BatchCommands.Add(Notify());
        SaveResult[] results;
        // The reader is closed before anybody is told: the commit is part of the last message.
        await using (var reader = await batch.ExecuteReaderAsync(cancellation)) results = await Verdicts(reader, saves, cancellation);
        return results;
    }

    /// <summary>A save with claims, alone: a claim may wait for another's transaction, and a batch must not.</summary>
    public static async Task<SaveResult> RunWithClaims(NpgsqlDataSource database, PendingSave save, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = 5 };
        // Claims in one order, taken and released alike, and before the aggregate: no two savers can wait in a circle.
        var request = save.Request;
        var released = request.Released.Except(request.Claims).Select(c => (Claim: c, Taken: false));
        var claims = request.Claims.Distinct().Select(c => (Claim: c, Taken: true)).Concat(released)
            .OrderBy(c => c.Claim.Kind, StringComparer.Ordinal).ThenBy(c => c.Claim.Value, StringComparer.Ordinal).ToList();
        foreach (var (claim, taken) in claims) batch.BatchCommands.Add(Claim(save.Request, claim, taken));
        batch.BatchCommands.Add(Command([save]));
        if (save.EventIds.Length > 0) batch.BatchCommands.Add(Notify());

        SaveResult? result = null;
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            foreach (var (claim, taken) in claims)
            {
                if (!taken) continue; // a delete has no result set
                if (!await reader.ReadAsync(cancellation)) result ??= new(SaveOutcome.ClaimTaken, Detail: claim.Kind);
                await reader.NextResultAsync(cancellation);
            }
            result ??= (await Verdicts(reader, [save], cancellation))[0];
        }
        if (result.Outcome is SaveOutcome.Committed) await transaction.CommitAsync(cancellation);
        else await transaction.RollbackAsync(cancellation);
        return result;
    }

    /// <summary>Whether a save whose answer was lost is in the database. Null: there is no telling any more.</summary>
    public static async Task<bool?> IsCommitted(NpgsqlDataSource database, PendingSave save, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select a.save_id, exists (select from event e where e.event_id = $3) from aggregate a where a.type = $1 and a.key = $2
            """);
        command.Parameters.Add(new() { Value = save.Request.Type });
        command.Parameters.Add(new() { Value = save.Request.Key });
        command.Parameters.Add(new() { Value = save.EventIds.FirstOrDefault() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return false;
        if (reader.GetGuid(0) == save.SaveId || reader.GetBoolean(1)) return true;
        // Another save came after. With events of ours the event table is the witness; without, nobody is.
        return save.EventIds.Length > 0 ? false : null;
    }

    private static async Task<SaveResult[]> Verdicts(NpgsqlDataReader reader, IReadOnlyList<PendingSave> saves, CancellationToken cancellation)
    {
        var results = new SaveResult[saves.Count];
        for (var i = 0; await reader.ReadAsync(cancellation); i++)
            results[i] = reader.GetBoolean(0) ? new(SaveOutcome.Committed, saves[i].Request.ExpectedVersion + 1)
                : !reader.IsDBNull(1) ? new(SaveOutcome.DuplicateOperation, OperationResult: reader.GetString(1))
                : new(SaveOutcome.VersionConflict);
        return results;
    }

    private static NpgsqlBatchCommand Notify() => new("select pg_notify('hub_feed', '')");

    private static NpgsqlBatchCommand Claim(SaveRequest save, Claim claim, bool taken)
    {
        var command = new NpgsqlBatchCommand(taken ? TakeClaim : ReleaseClaim);
        foreach (var value in (string[])[Tenant(save.Key), claim.Kind, claim.Value, save.Type, save.Key])
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return command;
    }

    private static NpgsqlBatchCommand Command(IReadOnlyList<PendingSave> saves)
    {
        var command = new NpgsqlBatchCommand(Sql);
        Add(NpgsqlDbType.Text, saves.Select(s => s.Request.Type));
        Add(NpgsqlDbType.Text, saves.Select(s => s.Request.Key));
        Add(NpgsqlDbType.Text, saves.Select(s => Tenant(s.Request.Key)));
        Add(NpgsqlDbType.Bigint, saves.Select(s => s.Request.ExpectedVersion));
        Add(NpgsqlDbType.Integer, saves.Select(s => s.Request.SchemaVersion));
        Add(NpgsqlDbType.Text, saves.Select(s => s.Request.Json));
        Add(NpgsqlDbType.Uuid, saves.Select(s => s.SaveId));
        Add(NpgsqlDbType.Text, saves.Select(s => s.Request.Operation?.Id));
        Add(NpgsqlDbType.Text, saves.Select(s => s.Request.Operation?.ResultJson));
        Add(NpgsqlDbType.TimestampTz, saves.Select(s => s.At));
        Add(NpgsqlDbType.Text, saves.Select(s => s.Request.Actor.ToString()));
        Add(NpgsqlDbType.Text, saves.Select(s => s.Request.Trace));

        var events = saves.SelectMany((s, i) => s.Request.Events.Select((e, n) => (Ord: i + 1, Id: s.EventIds[n], Event: e))).ToList();
        Add(NpgsqlDbType.Integer, events.Select(e => e.Ord));
        Add(NpgsqlDbType.Uuid, events.Select(e => e.Id));
        Add(NpgsqlDbType.Text, events.Select(e => EventNames.Of(e.Event.GetType())));
        Add(NpgsqlDbType.Text, events.Select(e => JsonSerializer.Serialize(e.Event, e.Event.GetType(), HubJson.Options)));

        // The last change of a row wins: one statement cannot touch a row twice.
        var records = saves.SelectMany((s, i) => s.Request.Records.GroupBy(r => (r.Type, r.Id)).Select(g => (Ord: i + 1, Record: g.Last()))).ToList();
        Add(NpgsqlDbType.Integer, records.Select(r => r.Ord));
        Add(NpgsqlDbType.Text, records.Select(r => r.Record.Type));
        Add(NpgsqlDbType.Text, records.Select(r => r.Record.Id));
        Add(NpgsqlDbType.Bigint, records.Select(r => r.Record.Seq));
        Add(NpgsqlDbType.Text, records.Select(r => r.Record.Json));
        return command;

        void Add<T>(NpgsqlDbType type, IEnumerable<T> values) =>
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private static string Tenant(string key) => key.IndexOf('/') is var slash and > 0 ? key[..slash] : key;
}
