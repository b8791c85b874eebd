using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Courses;

/// <summary>Key <c>tenant/queries</c>. No state. A few calls a day.</summary>
[StatelessWorker(2), GrainType("course-review-queries")]
internal sealed class CourseReviewQueriesGrain(NpgsqlDataSource database) : Grain, ICourseReviewQueriesGrain
{
    public async Task<ImmutableArray<CourseReviewRow>> Queue()
    {
        await using var command = database.CreateCommand(
            "select course_id, title, instructor_id, submitted, since from rm_course_review where tenant = $1 and since is not null order by submitted desc, since, course_id limit 200");
        command.Parameters.Add(new() { Value = this.GetPrimaryKeyString().Split('/')[0] });
        await using var row = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<CourseReviewRow>();
        while (await row.ReadAsync()) rows.Add(new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetFieldValue<DateTimeOffset>(4)));
        return rows.ToImmutable();
    }
}
