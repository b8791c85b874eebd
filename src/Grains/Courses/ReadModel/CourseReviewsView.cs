using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Courses;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Courses;

/// <summary>The admins' queue.</summary>
internal sealed class CourseReviewsView : View<CourseState>
{
    public override string Name => "course-reviews";
    public override IReadOnlyList<string> Tables => ["rm_course_review"];

    private const string Upsert = """
        insert into rm_course_review as r (tenant, course_id, version, since, submitted, title, instructor_id) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (tenant, course_id) do update set version = excluded.version, since = excluded.since, submitted = excluded.submitted, title = excluded.title, instructor_id = excluded.instructor_id
        where r.version < excluded.version
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<CourseState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var x in snapshots.Where(x => x.State.Exists))
        {
            var waits = CourseReviews.IsWaiting(x.State);
            var submitted = x.State.Review is { State: CourseReviewState.Submitted };
            DateTimeOffset? since = !waits ? null : submitted ? x.State.Review!.At : x.ChangedAt;
            batch.BatchCommands.Add(new(Upsert)
            {
                Parameters =
                {
                    new() { Value = x.Tenant }, new() { Value = x.Id }, new() { Value = x.Version },
                    new() { Value = (object?)since?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz }, new() { Value = submitted },
                    new() { Value = x.State.Title }, new() { Value = x.State.InstructorId },
                },
            });
        }
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }
}
