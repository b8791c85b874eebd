using System.Collections.Frozen;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Questions;

/// <summary>Percentages of a mark as exact fractions. Written with three to five decimals, those of thirds, sixths, sevenths and ninths mean the
/// fraction itself: three answers of 33.33333 % are the whole mark.</summary>
internal static class Weights
{
    public const int MaxPlaces = 5;

    private static readonly FrozenDictionary<decimal, Rational> Repeating = (
        from denominator in (int[])[3, 6, 7, 9]
        from numerator in Enumerable.Range(1, denominator - 1)
        let exact = new Rational(numerator, denominator)
        from places in (int[])[3, 4, 5]
        from sign in (int[])[1, -1]
        select (Written: (exact * 100 * sign).ToDecimal(places), Exact: exact * sign))
        .Where(x => (x.Exact * 100).ToDecimal(9) != x.Written)
        .DistinctBy(x => x.Written).ToFrozenDictionary(x => x.Written, x => x.Exact);

    public static Rational Exact(decimal percent) => Repeating.TryGetValue(percent, out var exact) ? exact : Rational.Of(percent) / 100;

    public static bool IsValid(decimal percent, decimal least) => percent >= least && percent <= 100 && decimal.Round(percent, MaxPlaces) == percent;
}
