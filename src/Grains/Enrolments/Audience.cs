using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Counts, for moments a whole number of seconds apart, the students who watched the moment. One pass over the intervals: each adds one where it begins and takes one
/// away where it ends.</summary>
internal sealed class Audience
{
    public const int MaxMoments = 1_200, MaxDrops = 3;
    private const long Second = 1_000;

    private readonly long _durationMs, _stepMs;
    private readonly int[] _change;
    private int _viewers;

    public Audience(long durationMs)
    {
        _durationMs = durationMs;
        _stepMs = Math.Max(1, Up(durationMs, MaxMoments * Second)) * Second;
        _change = new int[Up(durationMs, _stepMs) + 1];
    }

    /// <param name="watched">What one student watched, canonical.</param>
    public void Add(ImmutableArray<Interval> watched)
    {
        var any = false;
        foreach (var (from, to) in WatchedIntervals.Clamp(watched, _durationMs))
        {
            any = true;
            // The first moment at or after each end.
            _change[Up(from, _stepMs)]++;
            _change[Up(to, _stepMs)]--;
        }
        if (any) _viewers++;
    }

    public AudienceView View(LessonItem lesson)
    {
        var watching = new int[_change.Length - 1];
        var now = 0;
        for (var i = 0; i < watching.Length; i++) watching[i] = now += _change[i];
        return new(lesson.LessonId, lesson.Title, _durationMs, _viewers, _stepMs, [.. watching], Drops(watching));
    }

    /// <summary>The windows that lose most, none overlapping another; a loss counts from a tenth of the viewers on, and from two people.</summary>
    private ImmutableArray<AudienceDrop> Drops(int[] watching)
    {
        var window = (int)Math.Max(1, Up(Math.Max(_durationMs / 50, 10 * Second), _stepMs));
        var least = Math.Max(2, (int)Up(_viewers, 10));
        var found = new List<(int At, int Lost)>();
        foreach (var (at, lost) in Enumerable.Range(0, Math.Max(0, watching.Length - window)).Select(i => (At: i, Lost: watching[i] - watching[i + window])).Where(d => d.Lost >= least)
            .OrderByDescending(d => d.Lost).ThenBy(d => d.At))
        {
            if (found.Any(f => Math.Abs(f.At - at) <= window)) continue;
            found.Add((at, lost));
            if (found.Count == MaxDrops) break;
        }
        // Within the window the step that loses most.
        return [.. found.Select(f => new AudienceDrop(Enumerable.Range(f.At + 1, window).MaxBy(i => watching[i - 1] - watching[i]) * _stepMs, f.Lost))];
    }

    private static long Up(long a, long b) => (a + b - 1) / b;
}
