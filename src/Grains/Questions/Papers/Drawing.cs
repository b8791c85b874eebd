using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>A bank as draws see it.</summary>
internal readonly record struct Drawable(string QuestionId, int Version, ulong Hash)
{
    public static Drawable Of(string questionId, int version) => new(questionId, version, SeededChance.Hash(questionId));
}

/// <summary>Drawing n of m. Every question gets a number made of itself and the seed, and the n smallest are drawn, in that order: each set is as likely,
/// the same seed draws the same, and a question that joins or leaves the bank moves at most one other.</summary>
internal static class Drawing
{
    public const int Most = 200;

    public static ImmutableArray<QuestionRef> Draw(IReadOnlyList<Drawable> bank, int count, long seed, IReadOnlySet<string> except)
    {
        var salt = SeededChance.Mix((ulong)seed ^ 0xD1B54A32D192ED03);
        return [.. bank.Where(q => !except.Contains(q.QuestionId))
            .Select(q => (Rank: SeededChance.Mix(SeededChance.Mix(q.Hash ^ salt) + salt), q.QuestionId, q.Version))
            .OrderBy(q => q.Rank).ThenBy(q => q.QuestionId, StringComparer.Ordinal).Take(count).Select(q => new QuestionRef(q.QuestionId, q.Version))];
    }
}
