using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Arithmetic of half-open intervals. A canonical set is sorted, without empty, overlapping or touching members; every result here
/// is canonical. The union is commutative, associative and idempotent: that is what makes progress independent of order and repeats.</summary>
internal static class WatchedIntervals
{
    /// <summary>The union of any intervals.</summary>
    public static ImmutableArray<Interval> Union(ImmutableArray<Interval> a, ImmutableArray<Interval> b)
    {
        var all = a.Concat(b).Where(i => i.FromMs < i.ToMs).OrderBy(i => i.FromMs).ThenBy(i => i.ToMs);
        var result = ImmutableArray.CreateBuilder<Interval>();
        foreach (var next in all)
        {
            if (result.Count > 0 && result[^1] is var last && next.FromMs <= last.ToMs)
                result[^1] = last with { ToMs = Math.Max(last.ToMs, next.ToMs) };
            else
                result.Add(next);
        }
        return result.DrainToImmutable();
    }

    /// <summary>What lies within [0, <paramref name="durationMs"/>), canonical.</summary>
    public static ImmutableArray<Interval> Clamp(ImmutableArray<Interval> intervals, long durationMs) =>
        Union([.. intervals.Select(i => new Interval(Math.Clamp(i.FromMs, 0, durationMs), Math.Clamp(i.ToMs, 0, durationMs)))], []);

    /// <summary>Milliseconds watched of a media of this length.</summary>
    public static long Covered(ImmutableArray<Interval> canonical, long durationMs) =>
        canonical.Sum(i => Math.Max(0, Math.Min(i.ToMs, durationMs) - Math.Max(i.FromMs, 0)));

    /// <summary>0 to 100, rounded down; 0 where there is nothing to watch.</summary>
    public static int Percent(ImmutableArray<Interval> canonical, long durationMs) =>
        durationMs <= 0 ? 0 : (int)((Int128)Covered(canonical, durationMs) * 100 / durationMs);
}
