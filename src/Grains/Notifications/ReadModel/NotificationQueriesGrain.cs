using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Notifications;

/// <summary>Key <c>tenant/queries</c>. Reads <c>notification</c> by its indexes. Calls: the count once a page of whoever is signed in.</summary>
[StatelessWorker(8), GrainType("notification-queries")]
internal sealed class NotificationQueriesGrain(NpgsqlDataSource database) : Grain, INotificationQueriesGrain
{
    private const string ListName = "notifications.mine";
    private const int MostRows = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];
    private static string Me => ActorContext.Required.UserId;

    public async Task<UnreadView> Unread()
    {
        await using var connection = await database.OpenConnectionAsync();
        return (await UnreadCounts.Of(connection, Tenant, [Me], CancellationToken.None))[Me];
    }

    public async Task<Result<NotificationView>> Get(string notificationId)
    {
        if (!KeySegment.IsValid(notificationId)) return NotificationErrors.NotFound;
        await using var connection = await database.OpenConnectionAsync();
        var rows = await NotificationReader.Read(connection, "select * from notification where tenant = @tenant and user_id = @user and notification_id = @id",
            await NotificationReader.Zone(connection, Tenant, Me, CancellationToken.None), CancellationToken.None, new("tenant", Tenant), new("user", Me), new("id", notificationId));
        return NotificationReader.Views(await rows.WithBadges(GrainFactory, Tenant)) is [var view] ? view : NotificationErrors.NotFound;
    }

    public async Task<Result<InboxView>> List(InboxQuery query)
    {
        if (query.Kind is not null && NotificationCatalogue.Find(query.Kind) is null) return NotificationErrors.NoKind;
        (long? at, var last) = (null, "");
        if (query.Cursor is { } cursor)
        {
            if (Cursor.Decode(cursor, ListName, 2) is not [var moment, var id] || !Cursor.IsMoment(moment, out var micros)) return Cursor.Bad;
            (at, last) = (micros, id);
        }
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        await using var connection = await database.OpenConnectionAsync();
        var rows = await NotificationReader.Read(connection, """
            select * from notification
            where tenant = @tenant and user_id = @user and shown and deleted_at is null and (not @unread or read_at is null) and (@kind is null or kind = @kind)
                and (@at is null or (at, notification_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @last))
            order by at desc, notification_id desc limit @limit
            """, await NotificationReader.Zone(connection, Tenant, Me, CancellationToken.None), CancellationToken.None,
            new("tenant", Tenant), new("user", Me), new("unread", query.UnreadOnly), new("kind", NpgsqlDbType.Text) { Value = (object?)query.Kind ?? DBNull.Value },
            new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value }, new("last", last), new("limit", limit + 1));
        var shown = rows.Take(limit).ToList();
        var next = rows.Count > limit ? Cursor.Encode(ListName, Micros(shown[^1].At), shown[^1].NotificationId) : null;
        return new InboxView(new(NotificationReader.Views(await shown.WithBadges(GrainFactory, Tenant)), next), (await UnreadCounts.Of(connection, Tenant, [Me], CancellationToken.None))[Me], await Kinds(connection));

        static string Micros(DateTimeOffset moment) => ((moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
    }

    private async Task<ImmutableArray<KindName>> Kinds(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select distinct kind from notification where tenant = $1 and user_id = $2 and shown and deleted_at is null", connection)
        {
            Parameters = { new() { Value = Tenant }, new() { Value = Me } },
        };
        await using var r = await command.ExecuteReaderAsync();
        var there = new HashSet<string>();
        while (await r.ReadAsync()) there.Add(r.GetString(0));
        return [.. NotificationCatalogue.All.Where(k => there.Contains(k.Id)).Select(k => new KindName(k.Id, k.Name))];
    }
}
