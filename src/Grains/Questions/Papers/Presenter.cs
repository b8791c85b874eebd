using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>A version as a learner may see it. What is not named here never leaves.</summary>
internal static class Presenter
{
    public static PresentedQuestion Present(QuestionRef question, QuestionContent? q, long seed)
    {
        if (q is null) return new(question, false, default, "", [], [], [], "", 0, 0);
        var chance = new SeededChance(SeededChance.Seed(seed, question.QuestionId));
        var fixedOrder = q.KeepOrder || q.Kind == QuestionKind.TrueFalse;
        var prompts = q.Pairs.Where(p => p.Prompt.Length > 0).Select(p => new PresentedPart(p.PromptId, p.Prompt));
        var choices = q.Kind switch
        {
            QuestionKind.SingleChoice or QuestionKind.MultipleChoice or QuestionKind.TrueFalse => Dealt(q.Answers.Select(a => new PresentedPart(a.Id, a.Text)), fixedOrder, ref chance),
            // Options are dealt even where prompts keep their order: in the key's order they would be the key.
            QuestionKind.Matching => Dealt(q.Pairs.DistinctBy(p => p.Option).Select(p => new PresentedPart(p.OptionId, p.Option)), false, ref chance),
            QuestionKind.Ordering => Order(q, ref chance),
            _ => [],
        };
        var gaps = ImmutableArray.CreateBuilder<PresentedGap>(q.Gaps.Length);
        foreach (var gap in q.Gaps)
            gaps.Add(new(gap.Id, gaps.Count + 1, gap.Kind, gap.Kind == GapKind.Choice ? Dealt(gap.Answers.Select(a => new PresentedPart(a.Id, a.Text)), q.KeepOrder, ref chance) : []));
        return new(question, true, q.Kind, q.Text, choices, Dealt(prompts, q.KeepOrder, ref chance), gaps.ToImmutable(), q.Essay?.Template ?? "", q.Essay?.MinWords ?? 0, q.Essay?.MaxWords ?? 0);
    }

    private static ImmutableArray<PresentedPart> Dealt(IEnumerable<PresentedPart> parts, bool keepOrder, ref SeededChance chance)
    {
        var dealt = parts.ToArray();
        if (!keepOrder) chance.Shuffle<PresentedPart>(dealt);
        return [.. dealt];
    }

    /// <summary>Never the right order: leaving it as dealt must not be an answer.</summary>
    private static ImmutableArray<PresentedPart> Order(QuestionContent q, ref SeededChance chance)
    {
        var dealt = q.Items.Select(i => new PresentedPart(i.Id, i.Text)).ToArray();
        chance.Shuffle<PresentedPart>(dealt);
        if (dealt.Select(d => d.Id).SequenceEqual(q.Items.Select(i => i.Id))) Array.Reverse(dealt);
        return [.. dealt];
    }
}
