using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.Grains.Interfaces.Users;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Gamification;

/// <summary>Key <c>tenant/queries</c>. Reads the tables of the fold; in memory: names, a minute.</summary>
[StatelessWorker(8), GrainType("point-queries")]
internal sealed class PointQueriesGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IPointQueriesGrain
{
    private const int MostRows = 100, Neighbours = 2;
    private BoardReader _boards = null!;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];
    private static Actor Actor => ActorContext.Required;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _boards = new(database, Tenant, new PeopleNames(GrainFactory, Tenant, time));
        return Task.CompletedTask;
    }

    public async Task<Result<BoardView>> Board(BoardQuery query)
    {
        if (!Enum.IsDefined(query.Period) || query.CourseId is not null && !KeySegment.IsValid(query.CourseId)) return GamificationErrors.NoBoard;
        if (query.CourseId is { } course && !await GrainFactory.ChatRoom(new(Tenant, course)).IsMember()) return GamificationErrors.NotMember;
        var board = Boards.Name(query.Period, query.CourseId, time.GetUtcNow());
        // A page of last week's board does not go on in this one's.
        var list = $"points.{board}";
        var (after, behind) = (default(Place), 0L);
        if (query.Cursor is { } cursor)
        {
            if (Cursor.Decode(cursor, list, 4) is not [var rank, var points, var reached, var user] || !Number(rank, out behind) || !Number(points, out var p) || !Number(reached, out var at) || !KeySegment.IsValid(user)) return Cursor.Bad;
            after = new(user, p, at);
        }
        var limit = Math.Clamp(query.Limit, 1, MostRows);
        var rows = await _boards.Page(board, after, limit + 1);
        var next = rows.Count > limit ? Cursor.Encode(list, Text(behind + limit), Text(rows[limit - 1].Points), Text(rows[limit - 1].Reached), rows[limit - 1].UserId) : null;
        var hidden = await IsHidden(Actor.UserId);
        return new BoardView(LiveTopics.Board(Boards.TopicId(query.Period, query.CourseId)), await _boards.Named([.. rows.Take(limit)], behind + 1), next, await _boards.People(board),
            hidden ? [] : await Around(board), hidden);

        static bool Number(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < 1L << 53;
        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<ImmutableArray<BoardRow>> Around(string board)
    {
        if (await _boards.Find(board, Actor.UserId) is not var (place, rank)) return [];
        var before = await _boards.Before(board, place, Neighbours);
        before.Reverse();
        return await _boards.Named([.. before, place, .. await _boards.Page(board, place, Neighbours)], Math.Max(1, rank - before.Count));
    }

    public async Task<Result<MyPoints>> Mine(string? cursor, int limit)
    {
        var entries = await Entries(Actor.UserId, cursor, Math.Clamp(limit, 1, MostRows));
        if (!entries.IsOk) return entries.Error;
        var person = await Person(Actor.UserId);
        return new MyPoints(person.Points, await Streak(Actor.UserId), await Badges(Actor.UserId, person), await IsHidden(Actor.UserId), entries.Value);
    }

    public async Task<Result<ImmutableArray<BadgeView>>> BadgesOf(string userId)
    {
        if (!KeySegment.IsValid(userId) || userId != Actor.UserId && !await GrainFactory.Queries<IUserQueriesGrain>(Tenant).IsRegistered(userId)) return GamificationErrors.NoPerson;
        if (userId != Actor.UserId && await IsHidden(userId)) return ImmutableArray<BadgeView>.Empty;
        return ImmutableArray.CreateRange((await Badges(userId, await Person(userId))).Where(b => b.At is not null));
    }

    private async Task<bool> IsHidden(string userId)
    {
        await using var command = database.CreateCommand("select coalesce((doc ->> 'hidden')::boolean, false) from aggregate where type = $1 and key = $2");
        command.Parameters.Add(new() { Value = PointsProfileState.AggregateType });
        command.Parameters.Add(new() { Value = new UserKey(Tenant, userId).ToString() });
        return await command.ExecuteScalarAsync() is true;
    }

    private async Task<PersonRow> Person(string userId)
    {
        await using var connection = await database.OpenConnectionAsync();
        var key = new PersonKey(Tenant, userId);
        return (await new PointTables(connection, CancellationToken.None).Persons([key]))[key];
    }

    private async Task<StreakView> Streak(string userId)
    {
        var zone = await GrainFactory.User(new(Tenant, userId)).Get() is { IsOk: true, Value.Zone: var known } ? known : "";
        await using var command = database.CreateCommand("select day from learning_day where tenant = $1 and user_id = $2");
        foreach (var value in (string[])[Tenant, userId]) command.Parameters.Add(new() { Value = value });
        var days = new List<DateOnly>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) days.Add(reader.GetFieldValue<DateOnly>(0));
        return Streaks.Of(days, Streaks.DayOf(time.GetUtcNow(), zone));
    }

    /// <summary>Those of the rules in their order; then those that were given by rules that are gone.</summary>
    private async Task<ImmutableArray<BadgeView>> Badges(string userId, PersonRow person)
    {
        var rules = await GrainFactory.GetGrain<IPointRulesGrain>(new TenantKey(Tenant, "point-rules").ToString()).Get();
        await using var command = database.CreateCommand("select badge_id, at from badge_award where tenant = $1 and user_id = $2");
        foreach (var value in (string[])[Tenant, userId]) command.Parameters.Add(new() { Value = value });
        var given = new Dictionary<string, DateTimeOffset>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) given[reader.GetString(0)] = reader.GetFieldValue<DateTimeOffset>(1);
        var gone = given.Where(g => rules.Badges.All(b => b.BadgeId != g.Key)).OrderBy(g => g.Value).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (Rule: PointRulesState.Named(rules, g.Key), At: g.Value));
        return
        [
            .. rules.Badges.Select(b => new BadgeView(b.BadgeId, b.Name, b.Metric, b.AtLeast, (int)Math.Min(b.AtLeast, person.Of(b.Metric)), given.TryGetValue(b.BadgeId, out var at) ? at : null)),
            .. gone.Select(g => new BadgeView(g.Rule.BadgeId, g.Rule.Name, g.Rule.Metric, g.Rule.AtLeast, g.Rule.AtLeast, g.At)),
        ];
    }

    private async Task<Result<Page<PointEntry>>> Entries(string userId, string? cursor, int limit)
    {
        long? at = null;
        var last = "";
        if (cursor is not null)
        {
            if (Cursor.Decode(cursor, "points.mine", 2) is not [var moment, var key] || !Cursor.IsMoment(moment, out var micros)) return Cursor.Bad;
            (at, last) = (micros, key);
        }
        await using var command = database.CreateCommand("""
            select reason, points, rules_version, course_id, subject_id, at, entry_key, (extract(epoch from at) * 1000000)::bigint from point_entry
            where tenant = @tenant and user_id = @user and points <> 0 and (@at is null or (at, entry_key) < (timestamptz 'epoch' + @at * interval '1 microsecond', @last))
            order by at desc, entry_key desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("user", userId);
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("last", last);
        command.Parameters.Add(new("limit", NpgsqlDbType.Integer) { Value = limit + 1 });
        var rows = new List<(PointReason Reason, int Points, int Version, string Course, string Subject, DateTimeOffset At, string Key, long Micros)>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                rows.Add((Enum.Parse<PointReason>(reader.GetString(0)), reader.GetInt32(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetString(6), reader.GetInt64(7)));
        var shown = rows.Take(limit).ToList();
        var courses = new Dictionary<string, CourseFacts>();
        foreach (var id in shown.Select(r => r.Course).Distinct()) courses[id] = await GrainFactory.Course(new(Tenant, id)).GetFacts();
        return new Page<PointEntry>(
            [.. shown.Select(r => new PointEntry(r.Reason, r.Points, r.Version, r.Course, courses[r.Course] is { Exists: true } c ? c.Title : null,
                courses[r.Course].Lessons.FirstOrDefault(l => l.LessonId == r.Subject)?.Title, r.At))],
            rows.Count > limit ? Cursor.Encode("points.mine", shown[^1].Micros.ToString(CultureInfo.InvariantCulture), shown[^1].Key) : null);
    }
}
