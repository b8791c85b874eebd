using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Enrolments;
using Npgsql;

namespace LearningHub.Grains.Enrolments;

/// <summary>Students counted. Each number is the count of the rows that the roster shows under the same filter: both ask <see cref="Condition"/>.</summary>
internal static class StudentSums
{
    /// <summary>On <c>rm_enrolment e</c>, with <c>@now</c>.</summary>
    public static string Condition(RosterFilter filter) => filter switch
    {
        RosterFilter.Active => "e.status = 'active'",
        RosterFilter.New => "(e.status = 'active' and e.enrolled_at > @now - interval '7 days')",
        RosterFilter.Seen => "(e.status = 'active' and e.last_at > @now - interval '7 days')",
        RosterFilter.Stuck => "(e.status = 'active' and e.completed_at is null and e.last_at <= @now - interval '14 days' and (cardinality(e.done) > 0 or e.watched <> '{}'))",
        RosterFilter.Finished => "(e.status = 'active' and e.completed_at is not null)",
        _ => "true",
    };

    private static string Count(RosterFilter filter) => $"count(*) filter (where {Condition(filter)})::int";

    public static async Task<ImmutableArray<CourseSums>> Read(NpgsqlDataSource database, string tenant, ImmutableArray<string> courseIds, DateTimeOffset now)
    {
        if (courseIds.IsDefaultOrEmpty) return [];
        await using var command = database.CreateCommand($"""
            with course as (
                select course_id, array(select l ->> 'id' from jsonb_array_elements(outline) l) as present from rm_course where tenant = @tenant and course_id = any(@courses)),
            e as (
                select e.*, case when cardinality(c.present) = 0 then 0 else (select count(*) from unnest(c.present) p where p = any(e.done))::int * 100 / cardinality(c.present) end as percent
                from rm_enrolment e join course c on c.course_id = e.course_id where e.tenant = @tenant and e.status = 'active')
            select course_id, {Count(RosterFilter.Active)}, {Count(RosterFilter.New)}, {Count(RosterFilter.Seen)}, {Count(RosterFilter.Stuck)}, {Count(RosterFilter.Finished)}, sum(percent)::bigint,
                count(*) filter (where percent = 0)::int, count(*) filter (where percent between 1 and 24)::int, count(*) filter (where percent between 25 and 49)::int,
                count(*) filter (where percent between 50 and 74)::int, count(*) filter (where percent between 75 and 99)::int, count(*) filter (where percent = 100)::int
            from e group by course_id
            """);
        command.Parameters.AddWithValue("tenant", tenant);
        command.Parameters.AddWithValue("courses", courseIds.ToArray());
        command.Parameters.AddWithValue("now", now);
        var found = ImmutableArray.CreateBuilder<CourseSums>();
        await using var r = await command.ExecuteReaderAsync();
        while (await r.ReadAsync())
            found.Add(new(r.GetString(0), new(r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), r.GetInt32(4), r.GetInt32(5), r.GetInt64(6), [.. Enumerable.Range(7, EnrolmentSums.BandCount).Select(r.GetInt32)])));
        return found.ToImmutable();
    }

    public static async Task<ImmutableArray<LessonSums>> Lessons(NpgsqlDataSource database, string tenant, string courseId)
    {
        await using var command = database.CreateCommand("""
            select l.id, count(*)::int, count(*) filter (where l.finished)::int
            from rm_enrolment e cross join lateral (select unnest(e.done) as id, true as finished union all select jsonb_object_keys(e.watched), false) l
            where e.tenant = @tenant and e.course_id = @course and e.status = 'active' group by l.id
            """);
        command.Parameters.AddWithValue("tenant", tenant);
        command.Parameters.AddWithValue("course", courseId);
        var found = ImmutableArray.CreateBuilder<LessonSums>();
        await using var r = await command.ExecuteReaderAsync();
        while (await r.ReadAsync()) found.Add(new(r.GetString(0), r.GetInt32(1), r.GetInt32(2)));
        return found.ToImmutable();
    }
}
