using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>What an answer earns, by kind. Pure and exact; the definitions are Moodle's where it has one.</summary>
internal static class Marker
{
    public static Marks Mark(QuestionContent q, Response r) => q.Kind switch
    {
        QuestionKind.SingleChoice or QuestionKind.TrueFalse => One(q, r),
        QuestionKind.MultipleChoice => Many(q, r),
        QuestionKind.Numeric => Typed(q.Answers, r.Text ?? "", NumberFits),
        QuestionKind.ShortText => Typed(q.Answers, r.Text ?? "", TextFits(q)),
        QuestionKind.Matching => Matching(q, r),
        QuestionKind.Ordering => OrderMarks.Mark(q, r),
        QuestionKind.FillIn => Gaps(q, r),
        _ => Marks.None with { Answered = !string.IsNullOrWhiteSpace(r.Text) },
    };

    /// <summary>Exactly one choice: several, which no page sends, are no answer.</summary>
    private static Marks One(QuestionContent q, Response r)
    {
        if (Chosen(q, r) is not [var answer]) return Marks.None;
        var weight = Weights.Exact(answer.Weight);
        return new(true, weight, [new(answer.Id, weight, answer.Feedback)]);
    }

    /// <summary>The weights of what was chosen add up, never below 0 nor above 1; or all and only what is right.</summary>
    private static Marks Many(QuestionContent q, Response r)
    {
        var chosen = Chosen(q, r);
        if (chosen.Length == 0) return Marks.None;
        var fraction = q.ChoiceMarking == ChoiceMarking.AllOrNothing
            ? q.Answers.All(a => a.Weight > 0 == chosen.Contains(a)) ? Rational.One : Rational.Zero
            : Clamp(chosen.Select(a => Weights.Exact(a.Weight)).Sum());
        return new(true, fraction, [.. chosen.Select(a => new PartMark(a.Id, Weights.Exact(a.Weight), a.Feedback))]);
    }

    /// <summary>In the order of the key, each once.</summary>
    private static ImmutableArray<Answer> Chosen(QuestionContent q, Response r) => [.. q.Answers.Where(a => r.Choices.OrNone().Contains(a.Id))];

    /// <summary>The first accepted answer that fits decides.</summary>
    private static Marks Typed(ImmutableArray<Answer> answers, string typed, Func<Answer, string, bool> fits)
    {
        if (string.IsNullOrWhiteSpace(typed)) return Marks.None;
        var fit = answers.FirstOrDefault(a => fits(a, typed));
        var weight = fit is null ? Rational.Zero : Weights.Exact(fit.Weight);
        return new(true, weight, [new("", weight, fit?.Feedback ?? "")]);
    }

    /// <summary>Within the tolerance, its ends included; a text that may mean two numbers fits when one of them does.</summary>
    public static bool NumberFits(Answer answer, string typed)
    {
        var readings = WrittenNumber.Readings(typed);
        if (answer.Text == "*") return readings.Count > 0;
        if (!WrittenNumber.TryExact(answer.Text, out var right) || !WrittenNumber.TryExact(answer.Tolerance, out var tolerance)) return false;
        var room = answer.ToleranceKind == ToleranceKind.Relative ? tolerance * Rational.Abs(right) : tolerance;
        return readings.Any(n => Rational.Abs(n - right) <= room);
    }

    public static Func<Answer, string, bool> TextFits(QuestionContent q) => (answer, typed) => new TextPattern(answer.Text, q.CaseSensitive, q.AccentSensitive).Fits(typed);

    /// <summary>Every prompt has the same share. Options that read the same are the same option.</summary>
    private static Marks Matching(QuestionContent q, Response r)
    {
        var prompts = q.Pairs.Where(p => p.Prompt.Length > 0).ToArray();
        var said = First(r.Pairs);
        var options = q.Pairs.ToDictionary(p => p.OptionId, p => p.Option);
        var parts = prompts.Select(p => new PartMark(p.PromptId,
            said.TryGetValue(p.PromptId, out var option) && options.TryGetValue(option, out var text) && text == p.Option ? Rational.One : Rational.Zero, "")).ToImmutableArray();
        if (!prompts.Any(p => said.TryGetValue(p.PromptId, out var o) && options.ContainsKey(o))) return Marks.None;
        return new(true, parts.Select(p => p.Fraction).Sum() / prompts.Length, parts);
    }

    /// <summary>Each gap as a question of its kind, none below 0, by its share.</summary>
    private static Marks Gaps(QuestionContent q, Response r)
    {
        var said = First(r.Gaps);
        var fits = TextFits(q);
        var parts = q.Gaps.Select(g => (Gap: g, Mark: Gap(g, said.GetValueOrDefault(g.Id, ""), fits))).ToArray();
        if (!parts.Any(p => p.Mark.Answered)) return Marks.None;
        var shares = q.Gaps.Sum(g => g.Share);
        return new(true, parts.Select(p => p.Mark.Fraction * p.Gap.Share).Sum() / shares, [.. parts.Select(p => new PartMark(p.Gap.Id, p.Mark.Fraction, p.Mark.Parts is [var only] ? only.Feedback : ""))]);
    }

    private static Marks Gap(Gap gap, string typed, Func<Answer, string, bool> textFits)
    {
        var marks = Typed(gap.Answers, typed, gap.Kind switch { GapKind.Number => NumberFits, GapKind.Choice => (a, id) => a.Id == id, _ => textFits });
        return marks with { Fraction = Clamp(marks.Fraction) };
    }

    /// <summary>What was said of each id first.</summary>
    private static Dictionary<string, string> First(ImmutableArray<ResponsePair> pairs)
    {
        var first = new Dictionary<string, string>();
        foreach (var pair in pairs.OrNone().Where(p => p.Id is not null && p.Value is not null)) first.TryAdd(pair.Id, pair.Value);
        return first;
    }

    private static Rational Clamp(Rational fraction) => Rational.Min(Rational.Max(fraction, Rational.Zero), Rational.One);
}

internal static class Arrays
{
    /// <summary>What came from outside may never have been set.</summary>
    public static ImmutableArray<T> OrNone<T>(this ImmutableArray<T> array) => array.IsDefault ? [] : array;
}
