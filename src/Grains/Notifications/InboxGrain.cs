using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Notifications;
using Npgsql;
using Orleans.Runtime;

namespace LearningHub.Grains.Notifications;

/// <summary>Key <see cref="UserKey"/>. Keeps nothing: an inbox grows with time, so it is rows, and what a person does with one is a single statement that says the same when it is
/// repeated. Calls: a few a day and person.</summary>
[GrainType("inbox")]
internal sealed class InboxGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IInboxGrain
{
    private UserKey Me => UserKey.Parse(this.GetPrimaryKeyString());

    public Task<Result<UnreadView>> MarkRead(MarkRead command) =>
        One(command.NotificationId, "read_at = case when @on then coalesce(read_at, @now) end", command.Read);

    public Task<Result<UnreadView>> Delete(DeleteNotification command) =>
        One(command.NotificationId, "deleted_at = case when @on then coalesce(deleted_at, @now) end", command.Deleted);

    public async Task<Result<UnreadView>> MarkAllRead(MarkAllRead command)
    {
        if (Me.UserId != ActorContext.Required.UserId) return NotificationErrors.NotYours;
        await using var connection = await database.OpenConnectionAsync();
        await using (var update = new NpgsqlCommand("""
            update notification set read_at = $3 where tenant = $1 and user_id = $2 and shown and deleted_at is null and read_at is null and ($4::timestamptz is null or at <= $4)
            """, connection))
        {
            update.Parameters.Add(new() { Value = Me.Tenant });
            update.Parameters.Add(new() { Value = Me.UserId });
            update.Parameters.Add(new() { Value = time.GetUtcNow() });
            update.Parameters.Add(new() { Value = (object?)command.UpTo?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
            await update.ExecuteNonQueryAsync();
        }
        return await Told(connection);
    }

    private async Task<Result<UnreadView>> One(string notificationId, string change, bool on)
    {
        if (Me.UserId != ActorContext.Required.UserId) return NotificationErrors.NotYours;
        if (!KeySegment.IsValid(notificationId)) return NotificationErrors.NotFound;
        await using var connection = await database.OpenConnectionAsync();
        await using (var update = new NpgsqlCommand($"update notification set {change} where tenant = @tenant and user_id = @user and notification_id = @id", connection))
        {
            update.Parameters.AddWithValue("tenant", Me.Tenant);
            update.Parameters.AddWithValue("user", Me.UserId);
            update.Parameters.AddWithValue("id", notificationId);
            update.Parameters.AddWithValue("on", on);
            update.Parameters.AddWithValue("now", time.GetUtcNow());
            if (await update.ExecuteNonQueryAsync() == 0) return NotificationErrors.NotFound;
        }
        return await Told(connection);
    }

    /// <summary>The person's other pages hear of it.</summary>
    private async Task<Result<UnreadView>> Told(NpgsqlConnection connection)
    {
        var unread = (await UnreadCounts.Of(connection, Me.Tenant, [Me.UserId], CancellationToken.None))[Me.UserId];
        await this.Publish(LiveTopics.User(Me.UserId), InboxPushGrain.Kind, unread.Number, unread);
        await Withdraw(connection);
        return unread;
    }

    /// <summary>Mails that wait in the outbox and tell nothing any more that is unread: a mail server may have been away for hours. Best effort: the mark stands, whatever becomes of them.</summary>
    private async Task Withdraw(NpgsqlConnection connection)
    {
        try
        {
            foreach (var messageId in await Known(connection))
                using (ActorContext.As(Actor.System(Me.Tenant))) await GrainFactory.GetGrain<IMailGrain>($"{Me.Tenant}/{messageId}").Withdraw(new());
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or NpgsqlException { IsTransient: true }) { }
    }

    private async Task<List<string>> Known(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            select d.message_id from notification_delivery d join rm_mail m on m.tenant = d.tenant and m.mail_id = d.message_id and m.state = 'queued'
            join notification n on (n.tenant, n.user_id, n.notification_id) = (d.tenant, d.user_id, d.notification_id)
            where d.tenant = $1 and d.user_id = $2 and d.channel = 'mail' and d.outcome = 'queued'
            group by d.message_id having bool_and(n.read_at is not null or n.deleted_at is not null) limit 20
            """, connection) { Parameters = { new() { Value = Me.Tenant }, new() { Value = Me.UserId } } };
        await using var reader = await command.ExecuteReaderAsync();
        var known = new List<string>();
        while (await reader.ReadAsync()) known.Add(reader.GetString(0));
        return known;
    }
}
