using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.LiveClasses;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_live_class</c>, <c>rm_course</c>, <c>rm_enrolment</c> and <c>rm_user</c>.</summary>
[StatelessWorker(8), GrainType("live-class-queries")]
internal sealed class LiveClassQueriesGrain(NpgsqlDataSource database, TimeProvider time) : Grain, ILiveClassQueriesGrain
{
    private const int Most = 100;
    private const string Columns = """
        select l.class_id, l.course_id, c.title, l.title, l.host_id, coalesce(u.name, ''), l.starts_at, l.minutes, l.attendee_limit, l.phase, l.live_at, l.ended_at
        from rm_live_class l join rm_course c on c.tenant = l.tenant and c.course_id = l.course_id left join rm_user u on u.tenant = l.tenant and u.user_id = l.host_id
        """;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<ImmutableArray<LiveClassRow>>> OfCourse(string courseId)
    {
        if (!KeySegment.IsValid(courseId)) return LiveClassErrors.CourseNotFound;
        var course = await GrainFactory.Course(new(Tenant, courseId)).Get();
        if (!course.IsOk) return LiveClassErrors.CourseNotFound;
        await using var command = database.CreateCommand($"""
            {Columns} where l.tenant = @tenant and l.course_id = @course and (@staff or l.phase <> 'cancelled')
            order by l.phase in ('ended', 'cancelled'), case when l.phase in ('ended', 'cancelled') then null else l.starts_at end, l.starts_at desc, l.class_id limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", courseId);
        command.Parameters.AddWithValue("staff", course.Value.CanEdit);
        command.Parameters.AddWithValue("limit", Most);
        return await Read(command);
    }

    public async Task<Result<ImmutableArray<LiveClassRow>>> Coming(int limit)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand($"""
            {Columns} where l.tenant = @tenant and l.phase in ('scheduled', 'open', 'live') and l.starts_at < @until and l.starts_at + make_interval(mins => l.minutes) > @from
                and (l.host_id = @user or exists (select from rm_enrolment e where e.tenant = l.tenant and e.course_id = l.course_id and e.user_id = @user and e.status = 'active'))
            order by l.starts_at, l.class_id limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("user", ActorContext.Required.UserId);
        command.Parameters.AddWithValue("until", now.AddDays(30).UtcDateTime);
        // One that overruns is still shown.
        command.Parameters.AddWithValue("from", now.AddHours(-2).UtcDateTime);
        command.Parameters.AddWithValue("limit", Math.Clamp(limit, 1, Most));
        return await Read(command);
    }

    private static async Task<Result<ImmutableArray<LiveClassRow>>> Read(NpgsqlCommand command)
    {
        var items = ImmutableArray.CreateBuilder<LiveClassRow>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6),
                reader.GetInt32(7), reader.IsDBNull(8) ? null : reader.GetInt32(8), Enum.Parse<LiveClassPhase>(reader.GetString(9), ignoreCase: true), Moment(reader, 10), Moment(reader, 11)));
        return items.ToImmutable();
    }

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
