using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;

namespace LearningHub.Grains.Quizzes;

/// <summary>Which quizzes hold a question, or draw from those with its tags.</summary>
internal static class QuizzesAsking
{
    /// <param name="lessonIds">Whose quizzes are looked at.</param>
    /// <param name="tags">Null: every quiz that draws.</param>
    /// <returns>The lessons of those that do.</returns>
    public static async Task<IReadOnlyList<string>> Find(NpgsqlDataSource database, CourseKey course, IReadOnlyList<string> lessonIds, string questionId, ImmutableArray<string>? tags)
    {
        if (lessonIds.Count == 0) return [];
        await using var command = database.CreateCommand("""
            select doc ->> 'lessonId' from aggregate where type = 'quiz' and key = any($1) and exists (
                select 1 from jsonb_array_elements(doc -> 'slots') s
                where s ->> 'questionId' = $2 or s ->> 'questionId' is null and ($3 or array(select jsonb_array_elements_text(s -> 'tags')) <@ $4))
            """);
        command.Parameters.Add(new() { Value = lessonIds.Select(l => QuizKey.OfLesson(course, l).ToString()).ToArray() });
        command.Parameters.Add(new() { Value = questionId });
        command.Parameters.Add(new() { Value = tags is null });
        command.Parameters.Add(new() { Value = tags?.ToArray() ?? [] });
        var found = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found.Add(reader.GetString(0));
        return found;
    }
}
