using System.Collections.Immutable;
using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Quizzes;

namespace LearningHub.Domain.Tests.Quizzes;

/// <summary>A quiz of three questions, 2 points each, and what people do with it.</summary>
internal static class Exam
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public static readonly QuizSettings Timed = QuizSettings.Standard with { TimeLimitSeconds = 3600, AttemptsAllowed = 2 };

    public static QuizRules Rules(QuizSettings? settings = null, QuizOverride? special = null, int key = 0, params QuestionCorrection[] corrections) =>
        new("quiz", "course", "lesson", settings ?? Timed, [.. Enumerable.Range(1, 3).Select(i => new QuizSlot($"s{i}", $"q{i}", [], 1, 2))], special, key, [.. corrections]);

    public static readonly ImmutableArray<PaperItem> Items = [.. Enumerable.Range(1, 3).Select(i => new PaperItem(i, $"q{i}", 1, 2))];

    public static AttemptsState Started(QuizSettings? settings = null, QuizOverride? special = null) => Sitting.Start(AttemptsState.Empty, Rules(settings, special), Items, 7, false, Now).Ok();

    public static Response Text(string text) => Response.Empty with { Text = text };

    public static SaveAnswers Save(string device, long sequence, params (int Place, string Text, long Base)[] answers) =>
        new(1, [.. answers.Select(a => new AnswerChange(a.Place, Text(a.Text), a.Base, null))], device, sequence);

    public static MarkResult Result(int place, MarkState state, decimal mark, int version = 1) =>
        new(new($"q{place}", version), state, mark / 2, mark / 2, mark, 2, [], "", "", "");

    public static ImmutableArray<MarkResult> Results(params decimal[] marks) => [.. marks.Select((m, i) => Result(i + 1, m >= 2 ? MarkState.Right : m > 0 ? MarkState.Partial : MarkState.Wrong, m))];

    /// <summary>Handed in and marked; an essay where the mark is null.</summary>
    public static (AttemptsState State, AttemptData Data) Marked(AttemptsState running, QuizRules rules, params decimal?[] marks)
    {
        var number = running.Attempts.Length;
        var handed = Sitting.HandIn(running, new(number, null), Now.AddMinutes(5)).Ok();
        ImmutableArray<MarkResult> results = [.. marks.Select((m, i) => m is { } mark ? Results([.. Enumerable.Repeat(mark, i + 1)])[i] : Result(i + 1, MarkState.NeedsPerson, 0))];
        var decision = Marking.Mark(handed, number, handed.Data, results, rules, Now.AddMinutes(5));
        return (decision.Ok(), WithMarks(handed.Data, decision));
    }

    /// <summary>The data with the marks that a decision stores.</summary>
    public static AttemptData WithMarks(AttemptData data, LearningHub.Grains.Common.Decision<AttemptsState> decision)
    {
        foreach (var record in decision.Records.Where(r => r.Type == AttemptsState.MarkRecord))
        {
            var mark = System.Text.Json.JsonSerializer.Deserialize<StoredMark>(record.Json!, LearningHub.Grains.Common.HubJson.Options)!;
            data = data with { Marks = data.Marks.SetItem(mark.Place, mark) };
        }
        return data;
    }
}
