using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Gradebook;

/// <summary>What attempts earned, by person and quiz: <c>grade_earned</c>. The last grade of a learner's attempts at a quiz counts; the quiz has chosen among them.</summary>
internal sealed class EarnedGrades : Fold
{
    public const string FoldName = GradebookProjections.Earned;

    public override string Name => FoldName;
    public override IReadOnlyList<string> Tables => ["grade_earned"];
    public override IReadOnlyList<string> EventNames => ["attempt.graded", "attempt.regraded"];

    private const string Upsert = """
        insert into grade_earned as g (tenant, course_id, item_id, user_id, grade, version, at) values (@tenant, @course, @item, @user, @grade, @version, @at)
        on conflict (tenant, course_id, user_id, item_id) do update set grade = excluded.grade, version = excluded.version, at = excluded.at where g.version < excluded.version
        """;

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var e in events)
        {
            var (course, lesson, grade, preview) = e.Name == "attempt.graded"
                ? e.Read<AttemptGraded>() is var g ? (g.CourseId, g.LessonId, g.Grade, g.Preview) : default
                : e.Read<AttemptRegraded>() is var r ? (r.CourseId, r.LessonId, r.Grade, r.Preview) : default;
            // One that counts and waits for a person is no grade of zero. It takes the place of an earlier grade where the quiz counts another attempt than before.
            if (preview || grade is null && e.Name == "attempt.graded") continue;
            batch.BatchCommands.Add(new(Upsert)
            {
                Parameters = { new("tenant", e.Tenant), new("course", course), new("item", lesson), new("user", e.Id), new("grade", NpgsqlDbType.Numeric) { Value = (object?)grade ?? DBNull.Value }, new("version", e.Version), new("at", e.At.ToUniversalTime()) },
            });
        }
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Percent, or null.</summary>
    public static async Task<decimal?> One(NpgsqlDataSource database, CourseKey course, string itemId, string userId)
    {
        await using var command = database.CreateCommand("select grade * 100 from grade_earned where tenant = @tenant and course_id = @course and user_id = @user and item_id = @item");
        command.Parameters.AddWithValue("tenant", course.Tenant);
        command.Parameters.AddWithValue("course", course.CourseId);
        command.Parameters.AddWithValue("user", userId);
        command.Parameters.AddWithValue("item", itemId);
        return await command.ExecuteScalarAsync() is decimal percent ? percent : null;
    }
}
