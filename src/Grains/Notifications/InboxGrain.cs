using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
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
        return unread;
    }
}
