using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Enrolments;

/// <summary>Enrolments as lists read them: <c>rm_enrolment</c>.</summary>
internal sealed class EnrolmentsView : View<EnrolmentState>
{
    public const string ViewName = EnrolmentProjections.List;

    public override string Name => ViewName;
    public override IReadOnlyList<string> Tables => ["rm_enrolment"];
    public override IReadOnlyList<string> RecordTypes => [EnrolmentState.LessonRecord];

    private const string Upsert = """
        insert into rm_enrolment as e (tenant, course_id, user_id, version, status, enrolled_at, completed_at, last_at, last_lesson_id, done, watched)
        values (@tenant, @course, @user, @version, @status, @enrolled, @completed, @last, @lesson, @done, @watched)
        on conflict (tenant, course_id, user_id) do update set version = excluded.version, status = excluded.status, enrolled_at = excluded.enrolled_at,
            completed_at = excluded.completed_at, last_at = excluded.last_at, last_lesson_id = excluded.last_lesson_id, done = excluded.done, watched = excluded.watched
        where e.version < excluded.version
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<EnrolmentState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.Status != EnrolmentStatus.None)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<EnrolmentState> s)
    {
        var key = MemberKey.Parse(s.Key);
        var state = s.State.WithStored(s.Records[EnrolmentState.LessonRecord]);
        var enrolled = state.EnrolledAt ?? s.ChangedAt;
        var watched = state.Lessons.Values.Where(l => !l.Completed && l.Watched.Length > 0).ToDictionary(l => l.LessonId, l => WatchedIntervals.Covered(l.Watched, long.MaxValue));
        return new(Upsert)
        {
            Parameters =
            {
                new("tenant", key.Tenant), new("course", key.CourseId), new("user", key.UserId), new("version", s.Version),
                new("status", JsonNamingPolicy.CamelCase.ConvertName(state.Status.ToString())), new("enrolled", enrolled.ToUniversalTime()),
                new("completed", NpgsqlDbType.TimestampTz) { Value = (object?)state.CompletedAt?.ToUniversalTime() ?? DBNull.Value },
                new("last", (state.LastAt ?? enrolled).ToUniversalTime()), new("lesson", NpgsqlDbType.Text) { Value = (object?)state.LastLessonId ?? DBNull.Value },
                new("done", state.Lessons.Values.Where(l => l.Completed).Select(l => l.LessonId).ToArray()),
                new("watched", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(watched, HubJson.Options) },
            },
        };
    }
}
