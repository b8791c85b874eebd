using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;

namespace LearningHub.Grains.Quizzes;

/// <summary>How each question of a quiz did: states are counted over all attempts, facility and discrimination are <see cref="ItemStatistics"/> over the first attempt of each
/// learner that is marked whole, of the first 5,000 learners at most.</summary>
internal static class QuestionResults
{
    private const string Counts = """
        select question_id, count(*)::int, count(*) filter (where state = 'right')::int, count(*) filter (where state = 'partial')::int, count(*) filter (where state = 'wrong')::int,
            count(*) filter (where state = 'unanswered')::int, min(question_version), max(question_version)
        from rm_attempt_mark where tenant = @tenant and quiz_id = @quiz group by question_id order by min(place), question_id limit 1000
        """;

    private const string Firsts = """
        with first as (
            select distinct on (user_id) user_id, number from rm_attempt where tenant = @tenant and quiz_id = @quiz and state = 'graded' order by user_id, number limit 5000),
        whole as (
            select m.question_id, m.user_id, m.place, m.mark, m.max_mark, sum(m.mark) over (partition by m.user_id) - m.mark as others
            from rm_attempt_mark m join first f on f.user_id = m.user_id and f.number = m.number where m.tenant = @tenant and m.quiz_id = @quiz)
        select question_id, max(max_mark), array_agg(mark order by user_id, place), array_agg(others order by user_id, place) from whole group by question_id
        """;

    /// <summary>Quizzes weigh a question differently: here its mark is a part of the most, and so is the rest of the paper.</summary>
    private const string InAllQuizzes = """
        with quizzes as (select distinct quiz_id from rm_attempt where tenant = @tenant and course_id = @course),
        asking as (select quiz_id from quizzes q where exists (select 1 from rm_attempt_mark m where m.tenant = @tenant and m.quiz_id = q.quiz_id and m.question_id = any(@questions))),
        first as (
            select distinct on (quiz_id, user_id) quiz_id, user_id, number from rm_attempt
            where tenant = @tenant and course_id = @course and quiz_id in (select quiz_id from asking) and state = 'graded' order by quiz_id, user_id, number limit 5000),
        whole as (
            select m.quiz_id, m.question_id, m.user_id, m.place, round(m.mark / m.max_mark, 10) as part,
                coalesce(round((sum(m.mark) over paper - m.mark) / nullif(sum(m.max_mark) over paper - m.max_mark, 0), 10), 0) as others
            from rm_attempt_mark m join first f on f.quiz_id = m.quiz_id and f.user_id = m.user_id and f.number = m.number
            where m.tenant = @tenant and m.max_mark > 0 window paper as (partition by m.quiz_id, m.user_id))
        select question_id, array_agg(part order by quiz_id, user_id, place), array_agg(others order by quiz_id, user_id, place) from whole where question_id = any(@questions) group by question_id order by question_id
        """;

    /// <param name="command">With the tenant, the course and the questions.</param>
    public static async Task<ImmutableArray<QuestionFigures>> Items(Func<string, NpgsqlCommand> command)
    {
        await using var items = command(InAllQuizzes);
        var found = ImmutableArray.CreateBuilder<QuestionFigures>();
        await using var reader = await items.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var s = ItemStatistics.Of(1, reader.GetFieldValue<decimal[]>(1), reader.GetFieldValue<decimal[]>(2));
            found.Add(new(reader.GetString(0), s.Attempts, Part(s.Facility), Part(s.Discrimination)));
        }
        return found.ToImmutable();
    }

    public static async Task<ImmutableArray<QuestionResult>> Read(Func<string, NpgsqlCommand> command)
    {
        var statistics = await Statistics(command);
        await using var counts = command(Counts);
        var found = ImmutableArray.CreateBuilder<QuestionResult>();
        await using var reader = await counts.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var s = statistics.GetValueOrDefault(reader.GetString(0));
            found.Add(new(reader.GetString(0), reader.GetInt32(1), Part(s?.Facility), Part(s?.Discrimination), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5),
                reader.GetInt32(6), reader.GetInt32(7)));
        }
        return found.ToImmutable();
    }

    private static async Task<Dictionary<string, ItemStatistics>> Statistics(Func<string, NpgsqlCommand> command)
    {
        await using var firsts = command(Firsts);
        var found = new Dictionary<string, ItemStatistics>();
        await using var reader = await firsts.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found[reader.GetString(0)] = ItemStatistics.Of(reader.GetDecimal(1), reader.GetFieldValue<decimal[]>(2), reader.GetFieldValue<decimal[]>(3));
        return found;
    }

    /// <summary>Percent as a part of 1, seven decimals.</summary>
    private static decimal? Part(double? percent) => percent is { } p && double.IsFinite(p) ? decimal.Round((decimal)p / 100, 7, MidpointRounding.AwayFromZero) : null;
}
