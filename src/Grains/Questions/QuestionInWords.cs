using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>A question with its key in a few plain words, for who compares two versions of it.</summary>
internal static class QuestionInWords
{
    public const int MaxText = 400, MaxPart = 120;

    public static string Of(QuestionContent q) => string.Join(" · ", (string[])
    [
        PlainWords.Begin(PlainWords.Of(q.Text), MaxText),
        .. q.Answers.Select(Answer),
        .. q.Pairs.Select(p => $"{Part(p.Prompt)} – {Part(p.Option)}"),
        .. q.Items.Select((item, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {Part(item.Text)}")),
        .. q.Gaps.Select((gap, i) => string.Create(CultureInfo.InvariantCulture, $"[{i + 1}] ") + string.Join(", ", gap.Answers.Select(Answer))),
        .. q.Feedback.Length > 0 ? (string[])[$"feedback: {Part(q.Feedback)}"] : [],
    ]);

    private static string Answer(Answer a) =>
        Part(a.Text) + (a.Tolerance is "0" or "" ? "" : $" ± {a.Tolerance}") + (a.Weight == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({a.Weight:0.##} %)"));

    private static string Part(string text) => PlainWords.Begin(PlainWords.Of(text), MaxPart);
}
