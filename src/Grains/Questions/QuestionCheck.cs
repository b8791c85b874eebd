using System.Collections.Immutable;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Whether a question can be asked and marked. Brings texts into one form on the way: trimmed, LF, parts that its kind does not use emptied.</summary>
internal static class QuestionCheck
{
    public const int MaxName = 120, MaxTextBytes = 16 * 1024, MaxFeedbackBytes = 8 * 1024, MaxPartBytes = 2 * 1024, MaxParts = 30, MaxWords = 20_000;

    public static Error? Check(ref QuestionContent content)
    {
        if (content is null || !Enum.IsDefined(content.Kind)) return QuestionErrors.Bad("kind", "Choose a kind of question.");
        if (!Enum.IsDefined(content.ChoiceMarking)) return QuestionErrors.Bad("choiceMarking", "Choose how choices are marked.");
        if (!Enum.IsDefined(content.OrderMarking)) return QuestionErrors.Bad("orderMarking", "Choose how the order is marked.");
        var q = Trimmed(content);
        var text = Text("text", q.Text, MaxTextBytes, "Write the question.") ?? Text("feedback", q.Feedback, MaxFeedbackBytes, null);
        if (text is not null) return text;
        var name = q.Name.Length > 0 ? q.Name : PlainWords.Begin(PlainWords.Of(q.Text), 80);
        if (PlainText.Line(name, MaxName) is not { } line) return QuestionErrors.Bad("name", $"A name has at most {MaxName} characters in one line.");
        content = q with { Name = line.Length > 0 ? line : "Question" };
        return q.Kind switch
        {
            QuestionKind.SingleChoice or QuestionKind.MultipleChoice => Choices(q),
            QuestionKind.TrueFalse => TrueFalse(q),
            QuestionKind.Numeric => Typed(q.Answers, "answers", number: true, "Give at least one accepted number."),
            QuestionKind.ShortText => Typed(q.Answers, "answers", number: false, "Give at least one accepted answer."),
            QuestionKind.Matching => Pairs(q.Pairs),
            QuestionKind.Ordering => Items(q.Items),
            QuestionKind.FillIn => Gaps(q),
            _ => Essay(q.Essay!),
        };
    }

    /// <summary>Never null, never unset, without what the kind does not use.</summary>
    private static QuestionContent Trimmed(QuestionContent q)
    {
        var kind = q.Kind;
        var answers = kind <= QuestionKind.ShortText ? q.Answers.OrNone() : [];
        return q with
        {
            Name = (q.Name ?? "").Trim(), Text = Lines(q.Text), Feedback = Lines(q.Feedback), Answers = [.. answers.Select(a => Trimmed(a, kind == QuestionKind.Numeric))],
            Pairs = kind == QuestionKind.Matching ? [.. q.Pairs.OrNone().Select(p => new MatchPair(p.PromptId ?? "", Lines(p.Prompt), p.OptionId ?? "", Lines(p.Option)))] : [],
            Items = kind == QuestionKind.Ordering ? [.. q.Items.OrNone().Select(i => new OrderItem(i.Id ?? "", Lines(i.Text)))] : [],
            Gaps = kind == QuestionKind.FillIn ? [.. q.Gaps.OrNone().Select(g => g with { Id = g.Id ?? "", Answers = [.. g.Answers.OrNone().Select(a => Trimmed(a, g.Kind == GapKind.Number))] })] : [],
            Essay = kind == QuestionKind.Essay ? new(Lines(q.Essay?.Template), Lines(q.Essay?.GraderNotes), q.Essay?.MinWords ?? 0, q.Essay?.MaxWords ?? 0) : null,
            CaseSensitive = q.CaseSensitive && (kind is QuestionKind.ShortText or QuestionKind.FillIn),
            AccentSensitive = q.AccentSensitive && (kind is QuestionKind.ShortText or QuestionKind.FillIn),
            KeepOrder = q.KeepOrder && kind is not (QuestionKind.TrueFalse or QuestionKind.Numeric or QuestionKind.ShortText or QuestionKind.Ordering or QuestionKind.Essay),
            ChoiceMarking = kind == QuestionKind.MultipleChoice ? q.ChoiceMarking : ChoiceMarking.Partial,
            OrderMarking = kind == QuestionKind.Ordering ? q.OrderMarking : OrderMarking.AllOrNothing,
        };
    }

    private static Answer Trimmed(Answer a, bool number) => new(a.Id ?? "", Lines(a.Text), a.Weight, Lines(a.Feedback), number && (a.Tolerance ?? "").Trim() is { Length: > 0 } t ? t : "0",
        number ? a.ToleranceKind : ToleranceKind.Absolute);

    private static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    private static Error? Choices(QuestionContent q)
    {
        if (Count("answers", q.Answers.Length, 2, "choices") is { } count) return count;
        for (var i = 0; i < q.Answers.Length; i++)
            if ((Part($"answers.{i}.text", q.Answers[i].Text, "Write the choice, or remove it.") ?? Weight($"answers.{i}.weight", q.Answers[i].Weight, -100) ?? Feedback($"answers.{i}.feedback", q.Answers[i])) is { } error) return error;
        if (Twice(q.Answers.Select(a => a.Text)) is { } twice) return QuestionErrors.Bad($"answers.{twice}.text", "This choice is there already.");
        if (q.Kind == QuestionKind.SingleChoice)
            return q.Answers.Any(a => a.Weight == 100) ? null : QuestionErrors.Bad("answers", "One choice must earn 100 %: without it nobody can get the full mark.");
        if (q.Answers.All(a => a.Weight <= 0)) return QuestionErrors.Bad("answers", "At least one choice must be right.");
        return q.ChoiceMarking == ChoiceMarking.AllOrNothing || q.Answers.Where(a => a.Weight > 0).Select(a => Weights.Exact(a.Weight)).Sum() == Rational.One
            ? null : QuestionErrors.Bad("answers", "The right choices together must earn exactly 100 %.");
    }

    private static Error? TrueFalse(QuestionContent q)
    {
        if (q.Answers.Length != 2 || q.Answers[0].Id != "true" || q.Answers[1].Id != "false") return QuestionErrors.Bad("answers", "True or false: say which one is right.");
        for (var i = 0; i < 2; i++)
            if ((Part($"answers.{i}.text", q.Answers[i].Text, "Write the choice.") ?? Weight($"answers.{i}.weight", q.Answers[i].Weight, -100) ?? Feedback($"answers.{i}.feedback", q.Answers[i])) is { } error) return error;
        return q.Answers.Count(a => a.Weight == 100) == 1 && q.Answers.Count(a => a.Weight <= 0) == 1 ? null : QuestionErrors.Bad("answers", "One of the two earns 100 %, the other nothing or less.");
    }

    private static Error? Typed(ImmutableArray<Answer> answers, string field, bool number, string none)
    {
        if (answers.Length == 0) return QuestionErrors.Required(field, none);
        if (Count(field, answers.Length, 1, "accepted answers") is { } count) return count;
        for (var i = 0; i < answers.Length; i++)
        {
            var (a, at) = (answers[i], $"{field}.{i}");
            if ((Part($"{at}.text", a.Text, "Write the answer, or remove it.") ?? Weight($"{at}.weight", a.Weight, 0) ?? Feedback($"{at}.feedback", a)) is { } error) return error;
            if (number && a.Text != "*" && !WrittenNumber.TryExact(a.Text, out _)) return QuestionErrors.Bad($"{at}.text", "Write a number with a decimal point, such as 3.75 or 6.02e23.");
            if (number && (!Enum.IsDefined(a.ToleranceKind) || !WrittenNumber.TryExact(a.Tolerance, out var t) || t.Sign < 0)) return QuestionErrors.Bad($"{at}.tolerance", "The tolerance is 0 or a positive number.");
            if (!number && a.Text.Contains('\n', StringComparison.Ordinal)) return QuestionErrors.Bad($"{at}.text", "An accepted answer is one line.");
        }
        return answers.Any(a => a.Weight == 100) ? null : QuestionErrors.Bad(field, "One of the answers must earn 100 %.");
    }

    private static Error? Pairs(ImmutableArray<MatchPair> pairs)
    {
        if (Count("pairs", pairs.Length, 2, "pairs") is { } count) return count;
        for (var i = 0; i < pairs.Length; i++)
            if ((Text($"pairs.{i}.prompt", pairs[i].Prompt, MaxPartBytes, null) ?? Part($"pairs.{i}.option", pairs[i].Option, "Write what it goes with.")) is { } error) return error;
        if (pairs.Count(p => p.Prompt.Length > 0) < 2) return QuestionErrors.Bad("pairs", "At least two pairs need both sides.");
        if (Twice(pairs.Select(p => p.Prompt.Length > 0 ? p.Prompt : null)) is { } twice) return QuestionErrors.Bad($"pairs.{twice}.prompt", "This is there already.");
        return pairs.Select(p => p.Option).Distinct().Count() > 1 ? null : QuestionErrors.Bad("pairs", "There must be at least two different things to choose from.");
    }

    private static Error? Items(ImmutableArray<OrderItem> items)
    {
        if (Count("items", items.Length, 2, "items") is { } count) return count;
        for (var i = 0; i < items.Length; i++)
            if (Part($"items.{i}.text", items[i].Text, "Write the item, or remove it.") is { } error) return error;
        return Twice(items.Select(x => x.Text)) is { } twice ? QuestionErrors.Bad($"items.{twice}.text", "This item is there already: nobody could tell the two apart.") : null;
    }

    private static Error? Gaps(QuestionContent q)
    {
        if (Count("gaps", q.Gaps.Length, 1, "gaps") is { } count) return count;
        var places = GapPlaces.In(q.Text);
        for (var i = 0; i < q.Gaps.Length; i++)
        {
            var (gap, at) = (q.Gaps[i], $"gaps.{i}");
            if (places.Count(p => p == i + 1) != 1) return QuestionErrors.Bad("text", $"[[{i + 1}]] must stand in the text exactly once: there the gap is.");
            if (!Enum.IsDefined(gap.Kind)) return QuestionErrors.Bad($"{at}.kind", "A gap takes text, a number or a choice.");
            if (gap.Share is < 1 or > 100) return QuestionErrors.Bad($"{at}.share", "A gap's share is 1 to 100.");
            if (Typed(gap.Answers, $"{at}.answers", gap.Kind == GapKind.Number, $"Say what fits into gap {i + 1}.") is { } error) return error;
            if (gap.Kind == GapKind.Choice && gap.Answers.Length < 2) return QuestionErrors.Bad($"{at}.answers", $"Gap {i + 1} needs at least two choices.");
            if (gap.Kind == GapKind.Choice && Twice(gap.Answers.Select(a => a.Text)) is not null) return QuestionErrors.Bad($"{at}.answers", $"Gap {i + 1} has a choice twice.");
        }
        return places.FirstOrDefault(p => p > q.Gaps.Length || p < 1) is > 0 and var odd ? QuestionErrors.Bad("text", $"The text has a gap [[{odd}]] that nothing is said about.") : null;
    }

    private static Error? Essay(EssayRules essay)
    {
        if ((Text("essay.template", essay.Template, MaxFeedbackBytes, null) ?? Text("essay.graderNotes", essay.GraderNotes, MaxFeedbackBytes, null)) is { } error) return error;
        if (essay.MinWords is < 0 or > MaxWords) return QuestionErrors.Bad("essay.minWords", $"0 to {MaxWords:N0} words.");
        return essay.MaxWords is < 0 or > MaxWords || essay.MaxWords > 0 && essay.MaxWords < essay.MinWords
            ? QuestionErrors.Bad("essay.maxWords", $"0 (no limit) to {MaxWords:N0} words, and not below the least.") : null;
    }

    private static Error? Count(string field, int count, int least, string what) =>
        count >= least && count <= MaxParts ? null : QuestionErrors.Bad(field, $"Give {least} to {MaxParts} {what}.");

    private static Error? Weight(string field, decimal weight, decimal least) =>
        Weights.IsValid(weight, least) ? null : QuestionErrors.Bad(field, $"{least:0} to 100 percent, with at most {Weights.MaxPlaces} decimals.");

    private static Error? Feedback(string field, Answer a) => Text(field, a.Feedback, MaxPartBytes, null);
    private static Error? Part(string field, string text, string required) => Text(field, text, MaxPartBytes, required);

    private static Error? Text(string field, string text, int maxBytes, string? required)
    {
        if (text.Length == 0) return required is null ? null : QuestionErrors.Required(field, required);
        if (!PlainText.IsWellFormed(text) || text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) return QuestionErrors.Bad(field, "This holds characters that cannot be used.");
        return Encoding.UTF8.GetByteCount(text) <= maxBytes ? null : QuestionErrors.Bad(field, $"This may have at most {maxBytes / 1024} KB.");
    }

    private static int? Twice(IEnumerable<string?> texts)
    {
        var (seen, i) = (new HashSet<string>(), 0);
        foreach (var text in texts)
        {
            if (text is not null && !seen.Add(text)) return i;
            i++;
        }
        return null;
    }
}
