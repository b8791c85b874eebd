using System.Collections.Immutable;
using System.Text;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Writes GIFT that <see cref="GiftReader"/> reads back to the same questions: exporting, importing and exporting again gives the same text.</summary>
internal static class GiftWriter
{
    public static string Write(IEnumerable<(QuestionContent Content, ImmutableArray<string> Tags)> questions, ICollection<string> notes)
    {
        var gift = new StringBuilder();
        foreach (var (q, tags) in questions)
        {
            if (Marks(q, tags) is { Length: > 0 } marks) gift.Append("//").Append(marks).Append('\n');
            gift.Append("::").Append(GiftText.Escape(q.Name)).Append("::[markdown]").Append(Body(q)).Append("\n\n");
            Note(q, notes);
        }
        return gift.ToString();
    }

    private static string Body(QuestionContent q)
    {
        var general = q.Feedback.Length > 0 ? "####" + GiftText.Escape(q.Feedback) : "";
        if (q.Kind != QuestionKind.FillIn) return $"{GiftText.Escape(q.Text)} {{{Block(q)}{general}}}";
        var last = GapPlaces.In(q.Text)[^1];
        return GapPlaces.Replace(GiftText.Escape(q.Text), n => $"{{{Gap(q.Gaps[n - 1])}{(n == last ? general : "")}}}");
    }

    private static string Block(QuestionContent q) => q.Kind switch
    {
        QuestionKind.SingleChoice => Choices(q.Answers),
        QuestionKind.MultipleChoice => string.Concat(q.Answers.Select(a => $"\n~%{GiftAnswers.Plain(a.Weight)}%{GiftText.Escape(a.Text)}{Feedback(a)}")) + "\n",
        QuestionKind.TrueFalse => TrueFalse(q.Answers),
        QuestionKind.Numeric => Numbers(q.Answers),
        QuestionKind.ShortText => Texts(q.Answers),
        QuestionKind.Matching => string.Concat(q.Pairs.Select(p => $"\n={GiftText.Escape(p.Prompt)} -> {GiftText.Escape(p.Option)}")) + "\n",
        QuestionKind.Ordering => $">ALL {GiftAnswers.Orders.First(o => o.Marking == q.OrderMarking).Word} VERTICAL" + string.Concat(q.Items.Select(i => $"\n{Guarded(i.Text)}")) + "\n",
        _ => "",
    };

    private static string Gap(Gap gap) => gap.Kind switch { GapKind.Number => Numbers(gap.Answers), GapKind.Choice => Choices(gap.Answers).Replace('\n', ' '), _ => Texts(gap.Answers) };

    /// <summary>One = tells a single choice from a multiple one.</summary>
    private static string Choices(ImmutableArray<Answer> answers)
    {
        var right = answers.IndexOf(answers.First(a => a.Weight == 100));
        return string.Concat(answers.Select((a, i) => $"\n{(i == right ? "=" : a.Weight == 0 ? "~" : $"~%{GiftAnswers.Plain(a.Weight)}%")}{Guarded(a, i == right || a.Weight == 0)}{Feedback(a)}")) + "\n";
    }

    /// <summary>An item stands at the beginning of a line, where it might be a comment.</summary>
    private static string Guarded(string item) => (item.StartsWith("//", StringComparison.Ordinal) ? "\\" : "") + GiftText.Escape(item);

    /// <summary>A text that begins like a weight gets one before it.</summary>
    private static string Guarded(Answer a, bool bare) => (bare && a.Text.StartsWith('%') ? $"%{GiftAnswers.Plain(a.Weight)}%" : "") + GiftText.Escape(a.Text);

    private static string Texts(ImmutableArray<Answer> answers) =>
        string.Join(' ', answers.Select(a => $"={(a.Weight == 100 && !a.Text.StartsWith('%') ? "" : $"%{GiftAnswers.Plain(a.Weight)}%")}{GiftText.Escape(a.Text)}{Feedback(a)}"));

    private static string Numbers(ImmutableArray<Answer> answers) => "#" + string.Join(' ', answers.Select(a => a.Text == "*" && a.Weight == 0
        ? $"~{Feedback(a)}" : $"={(a.Weight == 100 ? "" : $"%{GiftAnswers.Plain(a.Weight)}%")}{a.Text}{(a.Text == "*" ? "" : $":{a.Tolerance}{(a.ToleranceKind == ToleranceKind.Relative ? "rel" : "")}")}{Feedback(a)}"));

    private static string TrueFalse(ImmutableArray<Answer> answers)
    {
        var (right, wrong) = answers[0].Weight == 100 ? (answers[0], answers[1]) : (answers[1], answers[0]);
        var word = right.Id == "true" ? "TRUE" : "FALSE";
        return right.Feedback.Length > 0 ? $"{word}#{GiftText.Escape(wrong.Feedback)}#{GiftText.Escape(right.Feedback)}" : wrong.Feedback.Length > 0 ? $"{word}#{GiftText.Escape(wrong.Feedback)}" : word;
    }

    private static string Feedback(Answer a) => a.Feedback.Length > 0 ? "#" + GiftText.Escape(a.Feedback) : "";

    /// <summary>What GIFT has no words for stands in a comment.</summary>
    private static string Marks(QuestionContent q, ImmutableArray<string> tags)
    {
        var marks = new List<string>();
        if (q.Kind == QuestionKind.FillIn) marks.Add("kind:fill-in");
        if (q.Gaps.Any(g => g.Share != 1)) marks.Add("shares:" + string.Join(',', GapPlaces.In(q.Text).Select(n => q.Gaps[n - 1].Share)));
        if (q.CaseSensitive) marks.Add("case");
        if (q.AccentSensitive) marks.Add("accents");
        if (q.KeepOrder) marks.Add("order");
        if (q.ChoiceMarking == ChoiceMarking.AllOrNothing) marks.Add("all-or-nothing");
        if (q.Kind == QuestionKind.TrueFalse && q.Answers.Min(a => a.Weight) is < 0 and var wrong) marks.Add("wrong:" + GiftAnswers.Plain(wrong));
        if (q.Essay is { MinWords: > 0 } or { MaxWords: > 0 }) marks.Add($"words:{q.Essay.MinWords}-{q.Essay.MaxWords}");
        marks.AddRange(tags.Select(t => "tag:" + t));
        return string.Concat(marks.Select(m => $" [{m}]"));
    }

    private static void Note(QuestionContent q, ICollection<string> notes)
    {
        if (q.Kind == QuestionKind.FillIn) notes.Add($"“{q.Name}”: fill-in with gaps is our own way of writing GIFT; other programs may not read it.");
        if (q.Essay is { Template.Length: > 0 } or { GraderNotes.Length: > 0 }) notes.Add($"“{q.Name}”: the template and the notes for who marks are left out.");
        if (q.Kind == QuestionKind.TrueFalse && (q.Answers[0].Text, q.Answers[1].Text) != ("True", "False")) notes.Add($"“{q.Name}”: the wording of true and false is left out.");
        if (q.Answers.Concat(q.Gaps.SelectMany(g => g.Answers)).Any(a => a.ToleranceKind == ToleranceKind.Relative)) notes.Add($"“{q.Name}”: a relative tolerance is our own way of writing GIFT.");
        if (q.Text.Contains("](", StringComparison.Ordinal)) notes.Add($"“{q.Name}”: pictures stay where they are; other programs do not get them.");
    }
}
