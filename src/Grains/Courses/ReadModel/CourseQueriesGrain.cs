using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Courses;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_course</c>.</summary>
[StatelessWorker(8), GrainType("course-queries")]
internal sealed class CourseQueriesGrain(NpgsqlDataSource database) : Grain, ICourseQueriesGrain
{
    private const string List = "courses.taught";

    public async Task<Result<Page<TaughtCourse>>> Taught(bool all, string? cursor, int limit)
    {
        var actor = ActorContext.Required;
        var (at, id) = ((long?)null, "");
        if (cursor is not null)
        {
            if (Cursor.Decode(cursor, List, 2) is not [var moment, var course] || !Cursor.IsMoment(moment, out var micros) || !KeySegment.IsValid(course)) return Cursor.Bad;
            (at, id) = (micros, course);
        }
        limit = Math.Clamp(limit, 1, 100);

        await using var command = database.CreateCommand("""
            select c.course_id, c.title, c.published, c.lessons, c.duration_ms, c.changed_at, (extract(epoch from c.changed_at) * 1000000)::bigint,
                (select count(*) from rm_enrolment e where e.tenant = c.tenant and e.course_id = c.course_id and e.status = 'active')
            from rm_course c
            where c.tenant = @tenant and (@all or c.instructor_id = @user)
                and (@at is null or (c.changed_at, c.course_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id))
            order by c.changed_at desc, c.course_id desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", this.GetPrimaryKeyString().Split('/')[0]);
        command.Parameters.AddWithValue("all", all && actor.IsAdmin);
        command.Parameters.AddWithValue("user", actor.UserId);
        command.Parameters.Add(new("at", NpgsqlTypes.NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("limit", limit + 1);

        var items = ImmutableArray.CreateBuilder<TaughtCourse>();
        string? next = null;
        var last = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit)
            {
                next = Cursor.Encode(List, last.ToString(CultureInfo.InvariantCulture), items[^1].CourseId);
                break;
            }
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2) ? CourseStatus.Published : CourseStatus.Draft,
                reader.GetInt32(3), reader.GetInt64(4), reader.GetInt64(7), reader.GetFieldValue<DateTimeOffset>(5)));
            last = reader.GetInt64(6);
        }
        return new Page<TaughtCourse>(items.ToImmutable(), next);
    }
}
