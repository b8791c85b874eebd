using LearningHub.Grains.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Audit;

/// <summary>Writes each event once to its tenant's chain, in the order of the feed. The trail is never made again: a rebuild would hide what was
/// changed, so it is refused.</summary>
internal sealed partial class AuditFold(KnownEvents known, ILogger<AuditFold> log) : Fold
{
    /// <summary>How often the end of a chain is told to the log, where a change of the database does not reach it.</summary>
    private const int MarkEvery = 1_000;

    public override string Name => Interfaces.Audit.AuditChain.Fold;
    public override bool IsRebuildable => false;
    public override IReadOnlyList<string> Tables => ["audit_entry", "audit_head"];
    public override IReadOnlyList<string> EventNames { get; } = AuditPolicy.Kept(known.Names);

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        var heads = await Heads(connection, [.. events.Select(e => e.Tenant).Distinct()], cancellation);
        var entries = new List<(string Tenant, AuditEntry Entry)>(events.Count);
        foreach (var e in events)
        {
            var (seq, hash) = heads.TryGetValue(e.Tenant, out var head) ? head : (0, AuditEntry.Origin(e.Tenant));
            var entry = AuditEntry.After(hash, seq + 1, e);
            entries.Add((e.Tenant, entry));
            heads[e.Tenant] = (entry.Seq, entry.Hash);
        }
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("""
            insert into audit_entry (tenant, seq, content, hash, acted_by)
            select tenant, seq, content, hash, content::jsonb ->> 'by' from unnest($1::text[], $2::bigint[], $3::text[], $4::bytea[]) as e (tenant, seq, content, hash)
            """)
        {
            Parameters =
            {
                new() { Value = entries.Select(e => e.Tenant).ToArray() }, new() { Value = entries.Select(e => e.Entry.Seq).ToArray() },
                new() { Value = entries.Select(e => e.Entry.Content).ToArray() }, new() { Value = entries.Select(e => e.Entry.Hash).ToArray() },
            },
        });
        batch.BatchCommands.Add(new("""
            insert into audit_head (tenant, seq, hash) select * from unnest($1::text[], $2::bigint[], $3::bytea[])
            on conflict (tenant) do update set seq = excluded.seq, hash = excluded.hash
            """)
        {
            Parameters = { new() { Value = heads.Keys.ToArray() }, new() { Value = heads.Values.Select(h => h.Seq).ToArray() }, new() { Value = heads.Values.Select(h => h.Hash).ToArray() } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
        foreach (var (tenant, entry) in entries)
            if (entry.Seq % MarkEvery == 0) Mark(log, tenant, entry.Seq, Convert.ToHexStringLower(entry.Hash));
    }

    private static async Task<Dictionary<string, (long Seq, byte[] Hash)>> Heads(NpgsqlConnection connection, string[] tenants, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select tenant, seq, hash from audit_head where tenant = any($1)", connection) { Parameters = { new() { Value = tenants } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var heads = new Dictionary<string, (long, byte[])>();
        while (await reader.ReadAsync(cancellation)) heads[reader.GetString(0)] = (reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
        return heads;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit trail of {Tenant} stands at entry {Seq} with hash {Hash}")]
    private static partial void Mark(ILogger log, string tenant, long seq, string hash);
}
