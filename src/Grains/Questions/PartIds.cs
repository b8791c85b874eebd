using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Ids of choices, prompts, options, items and gaps. The bank gives them, random, so that neither their order nor their likeness tells a key;
/// what a version takes over from the one before keeps its id, so that an answer already given still means the same.</summary>
internal static class PartIds
{
    public static QuestionContent Given(QuestionContent q, QuestionContent? before, Func<string> newId)
    {
        if (before?.Kind != q.Kind) before = null;
        var gaps = before?.Gaps ?? [];
        return q with
        {
            Answers = q.Kind == QuestionKind.TrueFalse ? q.Answers : Answers(q.Answers, before?.Answers ?? [], newId),
            Items = Each(q.Items, before?.Items ?? [], i => i.Id, i => i.Text, (i, id) => i with { Id = id }, newId),
            Pairs = Each(Each(q.Pairs, before?.Pairs ?? [], p => p.PromptId, p => p.Prompt, (p, id) => p with { PromptId = id }, newId),
                before?.Pairs ?? [], p => p.OptionId, p => p.Option, (p, id) => p with { OptionId = id }, newId),
            Gaps = [.. Each(q.Gaps, gaps, g => g.Id, _ => null, (g, id) => g with { Id = id }, newId)
                .Select(g => g with { Answers = Answers(g.Answers, gaps.FirstOrDefault(x => x.Id == g.Id)?.Answers ?? [], newId) })],
        };
    }

    private static ImmutableArray<Answer> Answers(ImmutableArray<Answer> answers, ImmutableArray<Answer> before, Func<string> newId) =>
        Each(answers, before, a => a.Id, a => a.Text, (a, id) => a with { Id = id }, newId);

    /// <summary>An id of the version before stays with who names it; who names none gets that of the same text; the rest get new ones.</summary>
    private static ImmutableArray<T> Each<T>(ImmutableArray<T> parts, ImmutableArray<T> before, Func<T, string> id, Func<T, string?> text, Func<T, string, T> with, Func<string> newId)
    {
        parts = parts.OrNone();
        var free = before.Select(id).ToHashSet();
        var given = new string?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (id(parts[i]) is { Length: > 0 } named && free.Remove(named)) given[i] = named;
        for (var i = 0; i < parts.Length; i++)
            if (given[i] is null && string.IsNullOrEmpty(id(parts[i])) && text(parts[i]) is { } same && before.FirstOrDefault(b => text(b) == same && free.Contains(id(b))) is { } kept)
            {
                given[i] = id(kept);
                free.Remove(id(kept));
            }
        return [.. parts.Select((part, i) => with(part, given[i] ?? newId()))];
    }
}
