using System.Collections.Immutable;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Questions;

/// <summary>What an answer earns before penalties, exactly.</summary>
/// <param name="Fraction">Of the mark, -1 to 1.</param>
internal sealed record Marks(bool Answered, Rational Fraction, ImmutableArray<PartMark> Parts)
{
    public static Marks None { get; } = new(false, Rational.Zero, []);
}

internal sealed record PartMark(string Id, Rational Fraction, string Feedback);
