using System.Collections.Immutable;

namespace LearningHub.Grains.Common;

/// <summary>How a question did in a quiz, over one attempt of each learner (the first, as Moodle does). Moodle's definitions.</summary>
/// <param name="Facility">100 x the mean mark / the most it can be: how easy it was. Null without attempts.</param>
/// <param name="StandardDeviation">Of the mark in percent of the most, over n - 1. Null below two attempts.</param>
/// <param name="Discrimination">100 x the correlation of the mark with the marks of the rest of the attempt, -100 to 100: whether those who did well
/// elsewhere did well here. Null where one of the two never varies.</param>
/// <param name="Efficiency">100 x the covariance / the greatest it could be with these marks: discrimination corrected for very easy and very hard ones.</param>
internal sealed record ItemStatistics(int Attempts, double? Facility, double? StandardDeviation, double? Discrimination, double? Efficiency)
{
    /// <param name="marks">A row an attempt: the marks by question, in the order of <paramref name="maxMarks"/>; a question not in it counts 0.</param>
    public static ImmutableArray<ItemStatistics> Of(IReadOnlyList<decimal> maxMarks, IReadOnlyList<IReadOnlyList<decimal>> marks)
    {
        var totals = marks.Select(row => row.Sum()).ToArray();
        return [.. maxMarks.Select((max, i) => Of(max, [.. marks.Select(row => row[i])], [.. marks.Select((row, n) => totals[n] - row[i])]))];
    }

    /// <param name="marks">Of this question, by attempt.</param>
    /// <param name="others">The rest of the same attempt.</param>
    public static ItemStatistics Of(decimal maxMark, decimal[] marks, decimal[] others)
    {
        var n = marks.Length;
        if (n == 0 || maxMark <= 0) return new(n, null, null, null, null);
        var (mean, rest) = (marks.Sum() / n, others.Sum() / n);
        var facility = (double)(100 * mean / maxMark);
        if (n == 1) return new(n, facility, null, null, null);

        var variance = marks.Sum(m => (m - mean) * (m - mean)) / (n - 1);
        var otherVariance = others.Sum(o => (o - rest) * (o - rest)) / (n - 1);
        var covariance = Covariance(marks, others, mean, rest);
        var greatest = Covariance([.. marks.Order()], [.. others.Order()], mean, rest);
        var deviation = 100 * Math.Sqrt((double)variance) / (double)maxMark;
        double? discrimination = variance == 0 || otherVariance == 0 ? null
            : Math.Clamp(100 * (double)covariance / (Math.Sqrt((double)variance) * Math.Sqrt((double)otherVariance)), -100, 100);
        double? efficiency = greatest == 0 ? null : (double)(100 * covariance / greatest);
        return new(n, facility, deviation, discrimination, efficiency);
    }

    private static decimal Covariance(decimal[] a, decimal[] b, decimal meanA, decimal meanB) =>
        a.Zip(b).Sum(x => (x.First - meanA) * (x.Second - meanB)) / (a.Length - 1);
}
