using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Notifications;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Notifications;

/// <summary>Brings causes whose time has come to each person they are for: a row of the inbox and what is to leave the house, by what the person wants at that moment. Rows and
/// place are one transaction, 500 people of one cause each, so that it is short and holds few locks: a process that dies, or two at once, make no row twice and leave nobody out.</summary>
internal sealed partial class Spread(NpgsqlDataSource database, IOptions<NotificationOptions> options, TimeProvider time, ILogger<Spread> log)
{
    private const int AtOnce = 20, People = 500;

    /// <summary>One round. Returns who has something new, by tenant, and whether there is more to do.</summary>
    public async Task<(List<(string Tenant, string UserId)> Told, bool More)> Round(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var told = new List<(string, string)>();
        var more = false;
        // Each has its turn before one for many people goes on.
        for (var seen = new List<string>(); seen.Count < AtOnce;)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if (await Due(connection, seen, cancellation) is not { } cause) return (told, more);
            seen.Add($"{cause.Tenant}/{cause.CauseId}");
            var before = told.Count;
            try
            {
                more |= await One(connection, cause, told, cancellation);
                await transaction.CommitAsync(cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                told.RemoveRange(before, told.Count - before);
                // The pages of those who were told hear of it first.
                if (e is NpgsqlException { IsTransient: true } or IOException)
                {
                    if (told.Count > 0) return (told, true);
                    throw;
                }
                // One that cannot be told must not hold up the others.
                await transaction.RollbackAsync(cancellation);
                Postponed(log, cause.Kind, cause.CauseId, e);
                await Run(connection, "update notification_cause set due_at = $3 where tenant = $1 and cause_id = $2 and not done", cancellation, cause.Tenant, cause.CauseId, time.GetUtcNow() + TimeSpan.FromMinutes(10));
            }
        }
        return (told, true);
    }

    /// <summary>True: it is for more people.</summary>
    private async Task<bool> One(NpgsqlConnection connection, CauseRow cause, List<(string, string)> told, CancellationToken cancellation)
    {
        // Too late to be of use: nobody misses it.
        var reached = cause.VoidAt < time.GetUtcNow() ? [] : await Recipients(connection, cause, cancellation);
        await Tell(connection, cause, reached, told, cancellation);
        var done = reached.Count < People;
        await Run(connection, "update notification_cause set after_user = $3, done = $4 where tenant = $1 and cause_id = $2", cancellation,
            cause.Tenant, cause.CauseId, reached.Count > 0 ? reached[^1] : cause.AfterUser, done);
        return !done;
    }

    /// <summary>The next one. Kinds that this version does not know are left to one that does.</summary>
    private async Task<CauseRow?> Due(NpgsqlConnection connection, List<string> seen, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select tenant, cause_id, kind, audience, audience_id, due_at, void_at, course_id, subject_id, person_id, detail, after_user
            from notification_cause where not done and due_at <= $1 and kind = any($2) and (tenant || '/' || cause_id) <> all($3) order by due_at limit 1 for update skip locked
            """, connection) { Parameters = { new() { Value = time.GetUtcNow() }, new() { Value = NotificationCatalogue.Ids }, new() { Value = seen } } };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return !await r.ReadAsync(cancellation) ? null
            : new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.IsDBNull(6) ? null : r.GetFieldValue<DateTimeOffset>(6),
                Text(7), Text(8), Text(9), r.GetString(10), r.GetString(11));

        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
    }

    /// <summary>The next of them, in the order of ids.</summary>
    private static async Task<List<string>> Recipients(NpgsqlConnection connection, CauseRow cause, CancellationToken cancellation)
    {
        var from = cause.Audience switch
        {
            "person" => "select $2 as user_id where $1 <> '' and $5::timestamptz is not null",
            "members" => "select user_id from notification_member where tenant = $1 and course_id = $2 and since <= $5",
            "learners" => "select distinct m.user_id from notification_course c join notification_member m using (tenant, course_id) where c.tenant = $1 and c.instructor_id = $2 and m.since <= $5",
            "class" => "select m.user_id from notification_class c join notification_member m using (tenant, course_id) where c.tenant = $1 and c.class_id = $2 and m.since <= $5 union select host_id from notification_class where tenant = $1 and class_id = $2",
            _ => throw new InvalidOperationException($"There is no audience {cause.Audience}."),
        };
        await using var command = new NpgsqlCommand($"select user_id from ({from}) p where user_id > $3 order by user_id limit $4", connection)
        {
            Parameters = { new() { Value = cause.Tenant }, new() { Value = cause.AudienceId }, new() { Value = cause.AfterUser }, new() { Value = People }, new() { Value = cause.DueAt.ToUniversalTime() } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var people = new List<string>();
        while (await r.ReadAsync(cancellation)) people.Add(r.GetString(0));
        return people;
    }

    private async Task Tell(NpgsqlConnection connection, CauseRow cause, List<string> people, List<(string, string)> told, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (people.Count == 0 || NotificationCatalogue.Find(cause.Kind) is not { } kind) return;
        var known = await Known(connection, cause.Tenant, people, cancellation);
        var plans = people.Where(p => p != cause.PersonId && known.ContainsKey(p))
            .Select(p => (UserId: p, Plan: DeliveryPlan.Of(kind, known[p].Settings, cause.CourseId, known[p].Zone, now, TimeSpan.FromSeconds(options.Value.MailGraceSeconds))))
            .Where(p => !p.Plan.IsNothing).ToList();
        if (plans.Count == 0) return;
        if (kind.Merges && plans is [var one] && await Merge(connection, cause, one.UserId, cancellation))
        {
            told.Add((cause.Tenant, one.UserId));
            return;
        }
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("""
            insert into notification (tenant, user_id, notification_id, kind, at, course_id, subject_id, person_id, detail, shown)
            select $1, u.user_id, $2, $3, $4, $5, $6, $7, $8, u.shown from unnest($9::text[], $10::bool[]) u (user_id, shown) on conflict do nothing
            """)
        {
            Parameters =
            {
                new() { Value = cause.Tenant }, new() { Value = cause.CauseId }, new() { Value = cause.Kind }, new() { Value = cause.DueAt.ToUniversalTime() }, Nullable(cause.CourseId), Nullable(cause.SubjectId),
                Nullable(cause.PersonId), new() { Value = cause.Detail }, new() { Value = plans.Select(p => p.UserId).ToArray() }, new() { Value = plans.Select(p => p.Plan.Shown).ToArray() },
            },
        });
        var leaving = plans.SelectMany(p => new (string UserId, string Channel, DateTimeOffset? At)[] { (p.UserId, Channels.Mail, p.Plan.Mail), (p.UserId, Channels.Push, p.Plan.Push) }).Where(d => d.At is not null).ToList();
        if (leaving.Count > 0)
            batch.BatchCommands.Add(new("""
                insert into notification_delivery (tenant, user_id, notification_id, channel, due_at)
                select $1, d.user_id, $2, d.channel, d.due_at from unnest($3::text[], $4::text[], $5::timestamptz[]) d (user_id, channel, due_at) on conflict do nothing
                """)
            {
                Parameters =
                {
                    new() { Value = cause.Tenant }, new() { Value = cause.CauseId }, new() { Value = leaving.Select(d => d.UserId).ToArray() },
                    new() { Value = leaving.Select(d => d.Channel).ToArray() }, new() { Value = leaving.Select(d => d.At!.Value.UtcDateTime).ToArray() },
                },
            });
        await batch.ExecuteNonQueryAsync(cancellation);
        told.AddRange(plans.Where(p => p.Plan.Shown).Select(p => (cause.Tenant, p.UserId)));
    }

    /// <summary>Another of the same kind and course, while the last one is unread and still here: one row that counts. What is to leave the house for it leaves once; what comes after it
    /// has left is a row of its own, which leaves in its turn. The row and its deliveries are locked and looked at again: a person who reads and a worker who takes come before or after.</summary>
    private static async Task<bool> Merge(NpgsqlConnection connection, CauseRow cause, string userId, CancellationToken cancellation)
    {
        // Two at once would both find none.
        await Run(connection, "select pg_advisory_xact_lock(hashtextextended('notification ' || $1 || '/' || $2 || '/' || $3, 0))", cancellation, cause.Tenant, userId, cause.Kind);
        await using var command = new NpgsqlCommand("""
            with row as (
                select tenant, user_id, notification_id from notification n
                where tenant = $1 and user_id = $2 and kind = $3 and course_id is not distinct from $4 and shown and read_at is null and deleted_at is null and at > $5 - interval '1 day'
                    and not exists (select from notification_delivery d where (d.tenant, d.user_id, d.notification_id) = (n.tenant, n.user_id, n.notification_id) and (d.message_id is not null or d.done_at is not null))
                limit 1),
            waiting as (
                select d.message_id, d.done_at from notification_delivery d join row using (tenant, user_id, notification_id) for update of d)
            update notification n set count = count + 1, at = greatest(at, $5), person_id = $6, subject_id = $7
            from row where (n.tenant, n.user_id, n.notification_id) = (row.tenant, row.user_id, row.notification_id) and n.read_at is null and n.deleted_at is null
                and not exists (select from waiting where message_id is not null or done_at is not null)
            """, connection)
        {
            Parameters =
            {
                new() { Value = cause.Tenant }, new() { Value = userId }, new() { Value = cause.Kind }, Nullable(cause.CourseId), new() { Value = cause.DueAt.ToUniversalTime() },
                Nullable(cause.PersonId), Nullable(cause.SubjectId),
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>What these people want, and their zones, as the documents say now. Who is not registered is left out.</summary>
    private static async Task<Dictionary<string, (NotificationSettingsState Settings, TimeZoneInfo Zone)>> Known(NpgsqlConnection connection, string tenant, List<string> people, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select p.user_id, coalesce(u.doc ->> 'zone', ''), s.doc from unnest($2::text[]) p (user_id)
            join aggregate u on u.type = 'user' and u.key = $1 || '/' || p.user_id
            left join aggregate s on s.type = $3 and s.key = $1 || '/' || p.user_id
            """, connection) { Parameters = { new() { Value = tenant }, new() { Value = people.ToArray() }, new() { Value = NotificationSettingsState.AggregateType } } };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var known = new Dictionary<string, (NotificationSettingsState, TimeZoneInfo)>();
        while (await r.ReadAsync(cancellation))
            known[r.GetString(0)] = (r.IsDBNull(2) ? NotificationSettingsState.Empty : JsonSerializer.Deserialize<NotificationSettingsState>(r.GetString(2), HubJson.Options)!, WallClock.Zone(r.GetString(1)));
        return known;
    }

    private static NpgsqlParameter Nullable(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A notification of kind {Kind} ({Cause}) could not be spread; it is tried again in ten minutes")]
    private static partial void Postponed(ILogger logger, string kind, string cause, Exception e);

    private sealed record CauseRow(string Tenant, string CauseId, string Kind, string Audience, string AudienceId, DateTimeOffset DueAt, DateTimeOffset? VoidAt, string? CourseId, string? SubjectId,
        string? PersonId, string Detail, string AfterUser);
}

/// <summary>As the table of deliveries has them.</summary>
internal static class Channels
{
    public const string Mail = "mail", Push = "push";
}

/// <summary>Wakes the spread of this process when the fold has written causes.</summary>
internal sealed class SpreadBell : Bell;
