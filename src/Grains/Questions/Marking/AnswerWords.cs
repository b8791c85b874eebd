using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Keys and answers as a line of plain words, for reviews and tables.</summary>
internal static class AnswerWords
{
    private const int Most = 1_000;

    public static string Right(QuestionContent q) => Cut(q.Kind switch
    {
        QuestionKind.SingleChoice or QuestionKind.TrueFalse => q.Answers.MaxBy(a => a.Weight) is { } best ? Plain(best.Text) : "",
        QuestionKind.MultipleChoice => Join(q.Answers.Where(a => a.Weight > 0).Select(a => Plain(a.Text))),
        QuestionKind.Numeric => q.Answers.MaxBy(a => a.Weight) is { } number ? Number(number) : "",
        QuestionKind.ShortText => q.Answers.MaxBy(a => a.Weight)?.Text ?? "",
        QuestionKind.Matching => Join(q.Pairs.Where(p => p.Prompt.Length > 0).Select(p => $"{Plain(p.Prompt)} → {Plain(p.Option)}")),
        QuestionKind.Ordering => Join(q.Items.Select(i => Plain(i.Text))),
        QuestionKind.FillIn => Join(q.Gaps.Select((g, i) => $"{Index(i)} {(g.Answers.MaxBy(a => a.Weight) is not { } best ? "" : g.Kind == GapKind.Number ? Number(best) : Plain(best.Text))}")),
        _ => "",
    });

    public static string Said(QuestionContent q, Response r) => Cut(q.Kind switch
    {
        QuestionKind.SingleChoice or QuestionKind.TrueFalse or QuestionKind.MultipleChoice => Join(q.Answers.Where(a => r.Choices.OrNone().Contains(a.Id)).Select(a => Plain(a.Text))),
        QuestionKind.Matching => Join(q.Pairs.Where(p => p.Prompt.Length > 0)
            .Select(p => (p.Prompt, Option: Of(r.Pairs, p.PromptId) is { } option ? q.Pairs.FirstOrDefault(x => x.OptionId == option)?.Option : null))
            .Where(x => x.Option is not null).Select(x => $"{Plain(x.Prompt)} → {Plain(x.Option!)}")),
        QuestionKind.Ordering => Join(r.Order.OrNone().Distinct().Select(id => q.Items.FirstOrDefault(i => i.Id == id)?.Text).OfType<string>().Select(Plain)),
        QuestionKind.FillIn => Join(q.Gaps.Select((g, i) => (Index: Index(i), Said: Of(r.Gaps, g.Id) is not { } said ? null : g.Kind == GapKind.Choice ? g.Answers.FirstOrDefault(a => a.Id == said)?.Text : said))
            .Where(x => !string.IsNullOrWhiteSpace(x.Said)).Select(x => $"{x.Index} {x.Said}")),
        _ => r.Text ?? "",
    });

    private static string? Of(System.Collections.Immutable.ImmutableArray<ResponsePair> pairs, string id)
    {
        foreach (var pair in pairs.OrNone()) if (pair.Id == id) return pair.Value;
        return null;
    }

    private static string Index(int i) => (i + 1).ToString(CultureInfo.InvariantCulture) + ":";
    private static string Number(Answer a) => a.Tolerance is "0" or "" ? a.Text : a.ToleranceKind == ToleranceKind.Relative ? $"{a.Text} ± {a.Tolerance} of it" : $"{a.Text} ± {a.Tolerance}";
    private static string Plain(string markdown) => PlainWords.Of(markdown);
    private static string Join(IEnumerable<string> parts) => string.Join("; ", parts);
    private static string Cut(string text) => text.Length <= Most ? text : text[..(char.IsHighSurrogate(text[Most - 2]) ? Most - 2 : Most - 1)] + "…";
}
