using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.Grains.Interfaces.Notifications;
using Npgsql;

namespace LearningHub.Grains.Notifications;

/// <summary>Rows of inboxes with the names that their ids have now, and their texts.</summary>
internal static class NotificationReader
{
    private const string Columns = """
        n.notification_id, n.kind, n.at, n.course_id, n.subject_id, n.person_id, n.detail, n.count, n.read_at is not null, c.title,
        (select x ->> 'title' from jsonb_array_elements(c.outline) x where x ->> 'id' = n.subject_id limit 1), l.title, l.starts_at, u.name
        """;

    private const string Joins = """
        left join rm_course c on c.tenant = n.tenant and c.course_id = n.course_id
        left join rm_live_class l on l.tenant = n.tenant and l.class_id = n.subject_id
        left join rm_user u on u.tenant = n.tenant and u.user_id = n.person_id
        """;

    /// <param name="rows">A query for rows of <c>notification</c>, in any order.</param>
    public static async Task<List<NotificationFacts>> Read(NpgsqlConnection connection, string rows, TimeZoneInfo zone, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from ({rows}) n {Joins} order by n.at desc, n.notification_id desc", connection);
        command.Parameters.AddRange(parameters);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<NotificationFacts>();
        while (await r.ReadAsync(cancellation))
            found.Add(new(r.GetString(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2), Text(3), Text(4), Text(5), r.GetString(6), r.GetInt32(7), r.GetBoolean(8), Text(9), Text(10), Text(11),
                r.IsDBNull(12) ? null : r.GetFieldValue<DateTimeOffset>(12), Text(13), null, zone));
        return found;

        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
    }

    /// <summary>The same, with the names of badges: these are in the academy's rules, also those of badges that were withdrawn.</summary>
    public static async Task<IReadOnlyList<NotificationFacts>> WithBadges(this IReadOnlyList<NotificationFacts> rows, IGrainFactory grains, string tenant)
    {
        if (rows.All(r => r.Kind != Badge)) return rows;
        using var actor = ActorContext.As(Actor.System(tenant));
        var rules = await grains.GetGrain<IPointRulesGrain>(new TenantKey(tenant, "point-rules").ToString()).Get();
        var names = rules.Badges.Concat(rules.Withdrawn.IsDefault ? [] : rules.Withdrawn).DistinctBy(b => b.BadgeId).ToDictionary(b => b.BadgeId, b => b.Name);
        return [.. rows.Select(r => r.Kind == Badge && r.SubjectId is { } id ? r with { BadgeName = names.GetValueOrDefault(id) } : r)];
    }

    private const string Badge = "badge_earned";

    /// <summary>Those of kinds that this version knows.</summary>
    public static ImmutableArray<NotificationView> Views(IEnumerable<NotificationFacts> rows) => [.. rows.Select(View).OfType<NotificationView>()];

    public static NotificationView? View(NotificationFacts f) => NotificationCatalogue.Find(f.Kind) is not { Text: var text } kind ? null
        : new(f.NotificationId, kind.Id, kind.Name, kind.Urgency, kind.Icon, NotificationText.Of(text.Title, f), NotificationText.Of(text.Body, f), NotificationText.Of(text.Path, f),
            NotificationText.Of(text.Why, f), kind.IsPersonal ? null : f.CourseId, f.CourseTitle, f.Count, f.At, f.Read);

    public static async Task<TimeZoneInfo> Zone(NpgsqlConnection connection, string tenant, string userId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select doc ->> 'zone' from aggregate where type = 'user' and key = $1", connection) { Parameters = { new() { Value = $"{tenant}/{userId}" } } };
        return WallClock.Zone(await command.ExecuteScalarAsync(cancellation) as string);
    }
}
