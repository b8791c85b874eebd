using LearningHub.Grains.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LearningHub.Grains.Notifications;

/// <summary>What leaves the house. First it is decided, in one transaction, which of a person's due notifications go together under which id; then the message goes out under that id. A
/// process that dies in between leaves a message that another one sends under the same id when its hold is over: the outbox knows it, and a browser shows it once.</summary>
internal sealed class Deliveries(NpgsqlDataSource database, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>How long a message is its worker's: as long again after each sign of life.</summary>
    public TimeSpan Hold => TimeSpan.FromSeconds(options.Value.HoldSeconds);

    /// <summary>What is of a kind that this version does not know waits for one that does: during an upgrade both run.</summary>
    private static readonly TimeSpan PutOff = TimeSpan.FromMinutes(10);
    private const int Tidied = 2000;

    /// <summary>The next message, or null when nothing is due. What was read meanwhile, or is of no use any more, is left out, and may leave a message that is over:
    /// of those too there may be thousands, and who takes decides how long.</summary>
    public async Task<OutgoingMessage?> Take(string channel, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var now = time.GetUtcNow();
        var found = await Held(connection, channel, now, cancellation) ?? await Due(connection, channel, now, cancellation);
        if (found is not var (tenant, userId, messageId))
        {
            // With what was put off.
            await transaction.CommitAsync(cancellation);
            return null;
        }
        await Run(connection, """
            update notification_delivery d set done_at = $5, outcome = 'read' from notification n
            where d.tenant = $1 and d.user_id = $2 and d.channel = $3 and d.message_id = $4 and d.done_at is null
                and (n.tenant, n.user_id, n.notification_id) = (d.tenant, d.user_id, d.notification_id) and (n.read_at is not null or n.deleted_at is not null)
            """, cancellation, tenant, userId, channel, messageId, now);
        // A class that has begun meanwhile, an announcement that was withdrawn.
        await Run(connection, """
            update notification_delivery d set done_at = $5, outcome = 'void' from notification_cause c
            where d.tenant = $1 and d.user_id = $2 and d.channel = $3 and d.message_id = $4 and d.done_at is null
                and (c.tenant, c.cause_id) = (d.tenant, d.notification_id) and c.void_at <= $5
            """, cancellation, tenant, userId, channel, messageId, now);
        var message = await Load(connection, channel, tenant, userId, messageId, cancellation);
        await transaction.CommitAsync(cancellation);
        return message ?? new(tenant, userId, channel, messageId, [], 0, []);
    }

    /// <summary>A message whose worker died, or that waits for another try.</summary>
    private async Task<(string, string, string)?> Held(NpgsqlConnection connection, string channel, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var found in await Rows(connection, """
            select distinct tenant, user_id, message_id from (
                select tenant, user_id, message_id from notification_delivery where channel = $1 and done_at is null and message_id is not null and held_until <= $2 order by held_until limit 50) d
            """, cancellation, channel, now))
        {
            if (found is not [var tenant, var userId, var messageId] || !await IsMine(connection, tenant, userId, channel, cancellation)) continue;
            // Whole: a message is the same whoever sends it.
            if (await Run(connection, """
                update notification_delivery set held_until = $6
                where tenant = $1 and user_id = $2 and channel = $3 and message_id = $4 and done_at is null and held_until <= $5 and exists (
                    select from notification_delivery d join notification n using (tenant, user_id, notification_id)
                    where d.tenant = $1 and d.user_id = $2 and d.channel = $3 and d.message_id = $4 and d.done_at is null and n.kind <> all($7))
                """, cancellation, tenant, userId, channel, messageId, now, now + PutOff, NotificationCatalogue.Ids) > 0) continue;
            if (await Run(connection, """
                update notification_delivery set held_until = $6, tries = tries + 1
                where tenant = $1 and user_id = $2 and channel = $3 and message_id = $4 and done_at is null and held_until <= $5
                """, cancellation, tenant, userId, channel, messageId, now, now + Hold) > 0) return (tenant, userId, messageId);
        }
        return null;
    }

    /// <summary>A person's due ones under a new id.</summary>
    private async Task<(string, string, string)?> Due(NpgsqlConnection connection, string channel, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var found in await Rows(connection, """
            select distinct tenant, user_id from (
                select tenant, user_id from notification_delivery where channel = $1 and done_at is null and message_id is null and due_at <= $2 order by due_at limit 50) d
            """, cancellation, channel, now))
        {
            if (found is not [var tenant, var userId] || !await IsMine(connection, tenant, userId, channel, cancellation)) continue;
            await Run(connection, """
                update notification_delivery d set due_at = $5 from notification n
                where d.tenant = $1 and d.user_id = $2 and d.channel = $3 and d.done_at is null and d.message_id is null and d.due_at <= $4
                    and (n.tenant, n.user_id, n.notification_id) = (d.tenant, d.user_id, d.notification_id) and n.kind <> all($6)
                """, cancellation, tenant, userId, channel, now, now + PutOff, NotificationCatalogue.Ids);
            var messageId = $"ntf-{Guid.CreateVersion7(time.GetUtcNow()):n}";
            if (await Run(connection, """
                update notification_delivery set message_id = $4, held_until = $6, tries = 1
                where tenant = $1 and user_id = $2 and channel = $3 and done_at is null and message_id is null and due_at <= $5
                """, cancellation, tenant, userId, channel, messageId, now, now + Hold) > 0) return (tenant, userId, messageId);
        }
        return null;
    }

    /// <summary>Who takes for a person holds a lock on them to the end of the transaction, and leaves those of others alone: two workers make one message of what is due together, and never wait for
    /// each other. What another took between the look and the lock is found taken.</summary>
    private static async Task<bool> IsMine(NpgsqlConnection connection, string tenant, string userId, string channel, CancellationToken cancellation) =>
        (await Rows(connection, "select 'mine' where pg_try_advisory_xact_lock(hashtextextended('delivery ' || $1 || '/' || $2 || '/' || $3, 0))", cancellation, tenant, userId, channel)).Count > 0;

    private static async Task<OutgoingMessage?> Load(NpgsqlConnection connection, string channel, string tenant, string userId, string messageId, CancellationToken cancellation)
    {
        var tries = 0;
        string[] reached = [];
        await using (var command = new NpgsqlCommand("""
            select tries, reached from notification_delivery where tenant = $1 and user_id = $2 and channel = $3 and message_id = $4 and done_at is null limit 1
            """, connection))
        {
            foreach (var value in (string[])[tenant, userId, channel, messageId]) command.Parameters.Add(new() { Value = value });
            await using var r = await command.ExecuteReaderAsync(cancellation);
            if (!await r.ReadAsync(cancellation)) return null;
            (tries, reached) = (r.GetInt32(0), r.GetFieldValue<string[]>(1));
        }
        var rows = await NotificationReader.Read(connection, """
            select n.* from notification n join notification_delivery d using (tenant, user_id, notification_id)
            where d.tenant = @tenant and d.user_id = @user and d.channel = @channel and d.message_id = @message and d.done_at is null
            """, await NotificationReader.Zone(connection, tenant, userId, cancellation), cancellation,
            new("tenant", tenant), new("user", userId), new("channel", channel), new("message", messageId));
        return new(tenant, userId, channel, messageId, rows, tries, reached);
    }

    public Task Done(OutgoingMessage message, string outcome, CancellationToken cancellation) => On(message, "done_at = $5, outcome = $6", cancellation, time.GetUtcNow(), outcome);

    public Task Again(OutgoingMessage message, TimeSpan after, CancellationToken cancellation) => On(message, "held_until = $5", cancellation, time.GetUtcNow() + after);

    /// <summary>Put off without having been tried: that is not a try that failed.</summary>
    public Task NotTried(OutgoingMessage message, TimeSpan after, CancellationToken cancellation) => On(message, "held_until = $5, tries = tries - 1", cancellation, time.GetUtcNow() + after);

    /// <summary>This device has it: another try leaves it out.</summary>
    public Task Reached(OutgoingMessage message, string deviceId, CancellationToken cancellation) => On(message, "reached = array_append(reached, $5)", cancellation, deviceId);

    private async Task On(OutgoingMessage m, string change, CancellationToken cancellation, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Run(connection, $"update notification_delivery set {change} where tenant = $1 and user_id = $2 and channel = $3 and message_id = $4 and done_at is null", cancellation,
            [m.Tenant, m.UserId, m.Channel, m.MessageId, .. values]);
    }

    /// <summary>What nobody needs any more: old rows, deleted ones after a week. Causes last: while there is a notification, what it came from says whether it is void. Those of kinds that may be
    /// said again stay, as the memory that they were told.</summary>
    public async Task Tidy(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        foreach (var (table, old, kinds) in ((string, string, string[]?)[])
        [
            ("notification_delivery", "done_at < now() - interval '30 days'", null),
            ("notification", "at < now() - interval '180 days'", null),
            ("notification", "deleted_at < now() - interval '7 days'", null),
            ("notification_cause", "done and due_at < now() - interval '180 days' and kind = any($1)", NotificationCatalogue.Forgettable),
        ])
            // Each a transaction of its own. What another silo or the fold holds at this moment is left to the next time: two that wait for each other's rows would be a deadlock.
            while (await Run(connection, $"delete from {table} where ctid = any(array(select ctid from {table} where {old} limit {Tidied} for update skip locked))", cancellation, kinds is null ? [] : [kinds]) == Tidied) { }
    }

    private static async Task<List<string[]>> Rows(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<string[]>();
        while (await r.ReadAsync(cancellation)) rows.Add([.. Enumerable.Range(0, r.FieldCount).Select(r.GetString)]);
        return rows;
    }

    private static async Task<int> Run(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <param name="Rows">Newest first.</param>
/// <param name="Tries">This one counted.</param>
internal sealed record OutgoingMessage(string Tenant, string UserId, string Channel, string MessageId, IReadOnlyList<NotificationFacts> Rows, int Tries, IReadOnlyList<string> Reached)
{
    /// <summary>All of it was read or void: it is done already.</summary>
    public bool IsOver => Tries == 0;
}
