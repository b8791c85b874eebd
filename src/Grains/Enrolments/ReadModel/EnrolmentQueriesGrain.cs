using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Enrolments;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_enrolment</c>, <c>rm_course</c>, <c>rm_user</c> and the enrolments' own records.</summary>
[StatelessWorker(8), GrainType("enrolment-queries")]
internal sealed class EnrolmentQueriesGrain(NpgsqlDataSource database, TimeProvider time) : Grain, IEnrolmentQueriesGrain
{
    private const string MineList = "enrolments.mine", RosterList = "enrolments.roster";
    private const int MaxLimit = 100, MaxSearch = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<Page<MyCourse>>> Mine(string? cursor, int limit)
    {
        if (!TryAfter(cursor, MineList, out var at, out var id)) return Cursor.Bad;
        limit = Math.Clamp(limit, 1, MaxLimit);
        await using var command = database.CreateCommand("""
            select e.course_id, c.title, c.subject, coalesce(u.name, ''), c.outline, e.done, e.watched, e.last_lesson_id, e.last_at, (extract(epoch from e.last_at) * 1000000)::bigint
            from rm_enrolment e
            join rm_course c on c.tenant = e.tenant and c.course_id = e.course_id
            left join rm_user u on u.tenant = c.tenant and u.user_id = c.instructor_id
            where e.tenant = @tenant and e.user_id = @user and e.status = 'active'
                and (@at is null or (e.last_at, e.course_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id))
            order by e.last_at desc, e.course_id desc limit @limit
            """);
        command.Parameters.AddWithValue("user", ActorContext.Required.UserId);
        AddPaging(command, at, id, limit);

        var items = ImmutableArray.CreateBuilder<MyCourse>();
        var last = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit) return new Page<MyCourse>(items.ToImmutable(), After(MineList, last, items[^1].CourseId));
            var outline = JsonSerializer.Deserialize<OutlineItem[]>(reader.GetString(4), HubJson.Options)!;
            var done = reader.GetFieldValue<string[]>(5).ToHashSet();
            var watched = JsonSerializer.Deserialize<Dictionary<string, long>>(reader.GetString(6), HubJson.Options)!;
            var completed = outline.Count(l => done.Contains(l.Id));
            var next = NextLesson.Of(outline, reader.IsDBNull(7) ? null : reader.GetString(7), done);
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), EnrolmentStatus.Active, completed, outline.Length,
                Progress.CoursePercent(completed, outline.Length), next?.Id, next?.Title, NextLesson.RemainingMs(outline, done, watched), reader.GetFieldValue<DateTimeOffset>(8)));
            last = reader.GetInt64(9);
        }
        return new Page<MyCourse>(items.ToImmutable(), null);
    }

    public async Task<Result<Page<RosterRow>>> Roster(RosterQuery query)
    {
        if (await NotForStaff(query.CourseId) is { } refused) return refused;
        if (!Enum.IsDefined(query.Only)) return Error.Invalid("enrolments.unknown_filter", "There is no such filter.", "only");
        var search = (query.Search ?? "").Trim();
        if (search.Length > MaxSearch || !PlainText.IsWellFormed(search)) return Error.Invalid("enrolments.search_too_long", $"A search may have at most {MaxSearch} characters.", "search");
        if (!TryAfter(query.Cursor, RosterList, out var at, out var id)) return Cursor.Bad;
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var present = (await Course(query.CourseId).GetFacts()).Lessons.Select(l => l.LessonId).ToHashSet();

        // The total counts every page; it is a window over what the search leaves, before the cursor cuts.
        await using var command = database.CreateCommand($"""
            with found as (
                select e.user_id, coalesce(u.name, '') as name, coalesce(u.email, '') as email, e.status, e.enrolled_at, e.done, e.last_at
                from rm_enrolment e left join rm_user u on u.tenant = e.tenant and u.user_id = e.user_id
                where e.tenant = @tenant and e.course_id = @course and (@like = '' or u.name_key like @like or u.email like @like) and {StudentSums.Condition(query.Only)})
            select *, (extract(epoch from enrolled_at) * 1000000)::bigint, (select count(*) from found) from found
            where @at is null or (enrolled_at, user_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id)
            order by enrolled_at desc, user_id desc limit @limit
            """);
        command.Parameters.AddWithValue("course", query.CourseId);
        command.Parameters.AddWithValue("like", search.Length == 0 ? "" : $"%{search.ToLowerInvariant().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%");
        command.Parameters.AddWithValue("now", time.GetUtcNow());
        AddPaging(command, at, id, limit);

        var items = ImmutableArray.CreateBuilder<RosterRow>();
        var (last, total) = (0L, 0L);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            total = reader.GetInt64(8);
            if (items.Count == limit) return new Page<RosterRow>(items.ToImmutable(), After(RosterList, last, items[^1].UserId), total);
            var completed = reader.GetFieldValue<string[]>(5).Count(present.Contains);
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), Enum.Parse<EnrolmentStatus>(reader.GetString(3), ignoreCase: true),
                reader.GetFieldValue<DateTimeOffset>(4), completed, present.Count, Progress.CoursePercent(completed, present.Count), reader.GetFieldValue<DateTimeOffset>(6)));
            last = reader.GetInt64(7);
        }
        return new Page<RosterRow>(items.ToImmutable(), null, total);
    }

    public Task<ImmutableArray<CourseSums>> Sums(ImmutableArray<string> courseIds) => StudentSums.Read(database, Tenant, courseIds, time.GetUtcNow());

    public Task<ImmutableArray<LessonSums>> Lessons(string courseId) => StudentSums.Lessons(database, Tenant, courseId);

    public Task<ImmutableArray<string>> Unsettled(string courseId, string? after, int limit) =>
        Ids(courseId, $"e.status = 'active' and e.completed_at is null and {HasDone}", 100, after, limit);

    public Task<ImmutableArray<string>> Reached(string courseId, int percent, string? after, int limit) =>
        Ids(courseId, $"e.status in ('active', 'left') and (e.completed_at is not null or {HasDone})", percent, after, limit);

    private const string HasDone = "(cardinality(@present) > 0 and (select count(*) from unnest(@present) p where p = any(e.done)) * 100 >= @percent * cardinality(@present))";

    private async Task<ImmutableArray<string>> Ids(string courseId, string condition, int percent, string? after, int limit)
    {
        var present = (await Course(courseId).GetFacts()).Lessons.Select(l => l.LessonId).ToArray();
        await using var command = database.CreateCommand($"""
            select e.user_id from rm_enrolment e where e.tenant = @tenant and e.course_id = @course and e.user_id > @after and ({condition}) order by e.user_id limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", courseId);
        command.Parameters.AddWithValue("present", present);
        command.Parameters.AddWithValue("percent", percent);
        command.Parameters.AddWithValue("after", after ?? "");
        command.Parameters.AddWithValue("limit", limit);
        var ids = ImmutableArray.CreateBuilder<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) ids.Add(reader.GetString(0));
        return ids.ToImmutable();
    }

    public async Task<Result<AudienceView>> Audience(string courseId, string lessonId)
    {
        if (await NotForStaff(courseId) is { } refused) return refused;
        var lesson = (await Course(courseId).GetFacts()).Lessons.FirstOrDefault(l => l.LessonId == lessonId);
        if (lesson is not { Kind: LessonKind.Video, DurationMs: > 0 }) return EnrolmentErrors.NoVideo;
        var audience = new Audience(lesson.DurationMs);
        await using var command = database.CreateCommand("""
            select r.doc -> 'watched' from rm_enrolment e
            join record r on r.type = @type and r.key = e.tenant || '/' || e.course_id || '/' || e.user_id and r.id = @lesson
            where e.tenant = @tenant and e.course_id = @course and e.status = 'active'
            """);
        command.Parameters.AddWithValue("type", EnrolmentState.LessonRecord);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", courseId);
        command.Parameters.AddWithValue("lesson", lessonId);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) audience.Add(JsonSerializer.Deserialize<ImmutableArray<Interval>>(reader.GetString(0), HubJson.Options));
        return audience.View(lesson);
    }

    private ICourseGrain Course(string courseId) => GrainFactory.Course(new(Tenant, courseId));

    private async Task<Error?> NotForStaff(string? courseId)
    {
        if (!KeySegment.IsValid(courseId)) return EnrolmentErrors.CourseNotFound;
        if (await Course(courseId!).IsStaff()) return null;
        return (await Course(courseId!).Get()).IsOk ? EnrolmentErrors.NotStaff : EnrolmentErrors.CourseNotFound;
    }

    private void AddPaging(NpgsqlCommand command, long? at, string id, int limit)
    {
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("limit", limit + 1);
    }

    private static string After(string list, long at, string id) => Cursor.Encode(list, at.ToString(CultureInfo.InvariantCulture), id);

    private static bool TryAfter(string? cursor, string list, out long? at, out string id)
    {
        (at, id) = (null, "");
        if (cursor is null) return true;
        if (Cursor.Decode(cursor, list, 2) is not [var key, var last] || !Cursor.IsMoment(key, out var micros) || !KeySegment.IsValid(last)) return false;
        (at, id) = (micros, last);
        return true;
    }
}
