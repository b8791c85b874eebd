using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Audit;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Users;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Audit;

/// <summary>Key <c>tenant/queries</c>. Reads <c>audit_entry</c>, <c>audit_head</c> and <c>rm_user</c>.</summary>
[StatelessWorker(4), GrainType("audit-queries")]
internal sealed class AuditQueriesGrain(NpgsqlDataSource database) : Grain, IAuditQueriesGrain
{
    private const string ListName = "audit.all";
    private const int MaxLimit = 500, MaxFilter = 200, Batch = 2_000;
    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<Page<AuditEntryView>>> List(AuditQuery query)
    {
        string[] filters = [query.Action ?? "", query.Actor ?? "", query.Subject ?? ""];
        if (filters.Any(f => f.Length > MaxFilter || !PlainText.IsWellFormed(f)) || query is { From: { } from, Until: { } until } && from >= until) return AuditErrors.BadFilter;
        var before = long.MaxValue;
        if (query.Cursor is { } cursor && (Cursor.Decode(cursor, ListName, 1) is not [var last] || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out before))) return Cursor.Bad;
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var actor = filters[1].Trim();
        await using var command = database.CreateCommand();
        AuditSearch.Write(command, Tenant, query with { Action = filters[0].Trim(), Actor = actor.Contains('@') ? await UserOf(actor) : actor, Subject = filters[2].Trim() }, before, limit + 1);
        var rows = await Read(command);
        var more = rows.Length > limit;
        if (more) rows = rows.RemoveAt(limit);
        return new Page<AuditEntryView>(rows, more ? Cursor.Encode(ListName, rows[^1].Seq.ToString(CultureInfo.InvariantCulture)) : null);
    }

    /// <summary>Who has this address; nobody: the address, which is no id.</summary>
    private async Task<string> UserOf(string email)
    {
        await using var command = database.CreateCommand("select user_id from rm_user where tenant = $1 and email = lower($2) order by user_id limit 1");
        command.Parameters.Add(new() { Value = Tenant });
        command.Parameters.Add(new() { Value = email });
        return await command.ExecuteScalarAsync() as string ?? email;
    }

    public async Task<Result<AuditEntryDetail>> Get(long seq)
    {
        await using var one = database.CreateCommand($"select {AuditSearch.Columns} from audit_entry a {AuditSearch.Names} where a.tenant = $1 and a.seq = $2");
        one.Parameters.Add(new() { Value = Tenant });
        one.Parameters.Add(new() { Value = seq });
        if (await Read(one) is not [var entry]) return AuditErrors.NotFound;
        await using var earlier = database.CreateCommand($"""
            select {AuditSearch.Columns} from audit_entry a {AuditSearch.Names} where a.tenant = $1 and a.subject_key = $2 and a.subject_type = $3 and a.action = $4 and a.seq < $5 order by a.seq desc limit 1
            """);
        foreach (var value in (object[])[Tenant, entry.SubjectKey, entry.SubjectType, entry.Action, seq]) earlier.Parameters.Add(new() { Value = value });
        return new AuditEntryDetail(entry, (await Read(earlier)).FirstOrDefault(), await Device(entry));
    }

    public async Task<AuditVerdict> Verify(AuditMark? from)
    {
        var (last, end) = await Head();
        var origin = AuditEntry.Origin(Tenant);
        if (from is { Seq: > 0 } && (from.Seq > last || !await Holds(from))) return new(from, last, new(from.Seq, AuditFault.UnknownMark));
        var (seq, hash) = from is { Seq: > 0 } ? (from.Seq, Convert.FromHexString(from.Hash)) : (0L, origin);
        var stop = seq + AuditChain.MostAtOnce;
        while (seq < Math.Min(last, stop))
        {
            var entries = await Entries(seq, Batch);
            foreach (var (entry, actedBy) in entries)
            {
                if ((AuditWalk.Fault(hash, seq + 1, entry) ?? AuditWalk.FaultBeside(entry, actedBy)) is { } fault) return Verdict(fault);
                (seq, hash) = (entry.Seq, entry.Hash);
                if (seq == last) break;
            }
            if (entries.Count == 0) break;
        }
        if (seq < last && seq >= stop) return Verdict(null);
        if (AuditWalk.FaultAtEnd(seq, hash, last, end) is { } atEnd) return Verdict(atEnd);
        return Verdict(await HasMore(last) && (await Head()).Seq == last ? new(last + 1, AuditFault.Added) : null);

        AuditVerdict Verdict(AuditBreak? broken) => new(new(seq, Convert.ToHexStringLower(hash)), last, broken);
    }

    private async Task<(long Seq, byte[] Hash)> Head()
    {
        await using var command = database.CreateCommand("select seq, hash from audit_head where tenant = $1");
        command.Parameters.Add(new() { Value = Tenant });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, AuditEntry.Origin(Tenant));
    }

    private async Task<bool> Holds(AuditMark mark)
    {
        if (mark.Hash is not { Length: 64 } || !mark.Hash.All(char.IsAsciiHexDigitLower)) return false;
        await using var command = database.CreateCommand("select exists (select from audit_entry where tenant = $1 and seq = $2 and hash = $3)");
        foreach (var value in (object[])[Tenant, mark.Seq, Convert.FromHexString(mark.Hash)]) command.Parameters.Add(new() { Value = value });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task<bool> HasMore(long after)
    {
        await using var command = database.CreateCommand("select exists (select from audit_entry where tenant = $1 and seq > $2)");
        command.Parameters.Add(new() { Value = Tenant });
        command.Parameters.Add(new() { Value = after });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<(AuditEntry Entry, string? ActedBy)>> Entries(long after, int limit)
    {
        await using var command = database.CreateCommand("select seq, content, hash, acted_by from audit_entry where tenant = $1 and seq > $2 order by seq limit $3");
        foreach (var value in (object[])[Tenant, after, limit]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<(AuditEntry, string?)>();
        while (await reader.ReadAsync()) entries.Add((new(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2)), reader.IsDBNull(3) ? null : reader.GetString(3)));
        return entries;
    }

    /// <summary>The session may have ended or its person may be gone: then it cannot be told any more.</summary>
    private async Task<string?> Device(AuditEntryView entry)
    {
        if (entry.SessionId is not { } session || !KeySegment.IsValid(entry.ActorId)) return null;
        using (ActorContext.As(Actor.System(Tenant)))
            return await GrainFactory.User(new UserKey(Tenant, entry.ActorId)).ListSessions() is { IsOk: true } found
                ? found.Value.FirstOrDefault(s => s.SessionId == session) is { } s ? s.Device : null : null;
    }

    private static async Task<ImmutableArray<AuditEntryView>> Read(NpgsqlCommand command)
    {
        var rows = ImmutableArray.CreateBuilder<AuditEntryView>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(View(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), reader.GetString(4)));
        return rows.ToImmutable();
    }

    private static AuditEntryView View(long seq, string content, byte[] hash, string name, string byName)
    {
        using var json = JsonDocument.Parse(content);
        var at = json.RootElement.GetProperty("at").GetInt64();
        return new(seq, DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond), Text("action")!, Text("type")!, Text("key")!, Text("actor")!, name, Text("roles")!,
            Text("session"), Text("trace"), content, Convert.ToHexStringLower(hash), Text("by"), byName);

        string? Text(string property) => json.RootElement.TryGetProperty(property, out var value) ? value.GetString() : null;
    }
}
