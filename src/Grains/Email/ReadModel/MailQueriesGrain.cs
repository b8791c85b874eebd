using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.Grains.Interfaces.Email;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Email;

/// <summary>The outbox, from <c>rm_mail</c> and the mails' documents. Key <c>tenant/queries</c> or <c>system/queries</c>. No state. Calls: every two
/// seconds from each mail worker, and the outbox page.</summary>
[StatelessWorker(4)]
internal sealed class MailQueriesGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IMailQueriesGrain
{
    public async Task<ImmutableArray<MailRef>> Due(int limit)
    {
        await using var command = database.CreateCommand("select tenant, mail_id from rm_mail where state = 'queued' and due_at <= $1 order by due_at limit $2");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = time.GetUtcNow() }, new() { Value = Math.Clamp(limit, 1, 200) } });
        var due = ImmutableArray.CreateBuilder<MailRef>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) due.Add(new(rows.GetString(0), rows.GetString(1)));
        return due.ToImmutable();
    }

    public async Task<QueueDepth> Depth()
    {
        // A mail that is being sent, or waits for its next try, is queued and not yet due.
        await using var command = database.CreateCommand("""
            select count(*)::int, coalesce(extract(epoch from $1 - min(due_at) filter (where due_at <= $1)), 0)::float8,
                   (select count(*)::int from rm_mail where state = 'failed' and queued_at > $1 - interval '3 days')
            from rm_mail where state = 'queued'
            """);
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetInt32(0), 0, TimeSpan.FromSeconds(row.GetDouble(1)), row.GetInt32(2));
    }

    public async Task<Page<MailView>> List(string? cursor, int limit)
    {
        limit = Math.Clamp(limit, 1, 100);
        var (before, beforeId) = Cursor(cursor);
        await using var command = database.CreateCommand("""
            select m.mail_id, m.queued_at, a.doc
            from rm_mail m join aggregate a on a.type = 'mail' and a.key = m.tenant || '/' || m.mail_id
            where m.tenant = $1 and (m.queued_at, m.mail_id) < ($2, $3)
            order by m.queued_at desc, m.mail_id desc limit $4
            """);
        command.Parameters.AddRange(new NpgsqlParameter[] {
            new() { Value = this.GetPrimaryKeyString().Split('/')[0] }, new() { Value = before }, new() { Value = beforeId }, new() { Value = limit + 1 } });
        var mails = new List<MailView>(limit + 1);
        DateTimeOffset last = default;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var s = JsonSerializer.Deserialize<OutgoingMailState>(rows.GetString(2), HubJson.Options)!;
            if (mails.Count < limit) last = rows.GetFieldValue<DateTimeOffset>(1);
            mails.Add(new(rows.GetString(0), s.To, s.ToName, s.Subject, s.Text, s.Kind, s.State, s.Attempts, s.QueuedAt, s.SentAt, s.LastError, s.Html, s.Unsubscribe));
        }
        var next = mails.Count > limit ? $"{last.UtcTicks}-{mails[limit - 1].MailId}" : null;
        return new([.. mails.Take(limit)], next);
    }

    /// <summary>Ticks and id. What is not ours starts at the newest.</summary>
    private static (DateTimeOffset At, string Id) Cursor(string? cursor) =>
        cursor?.Split('-', 2) is [var ticks, var id] && KeySegment.IsValid(id) && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var t)
            && t <= DateTimeOffset.MaxValue.UtcTicks ? (new(t, TimeSpan.Zero), id) : (new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), "");
}
