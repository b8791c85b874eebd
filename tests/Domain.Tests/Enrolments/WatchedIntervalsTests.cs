using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Enrolments;
using Interval = LearningHub.Grains.Interfaces.Enrolments.Interval;

namespace LearningHub.Domain.Tests.Enrolments;

public sealed class WatchedIntervalsTests
{
    [Theory]
    [InlineData("0-10 10-20", "0-20")]
    [InlineData("5-6 0-10", "0-10")]
    [InlineData("0-10 20-30 9-21", "0-30")]
    [InlineData("7-7 9-3", "")]
    [InlineData("20-30 0-10", "0-10 20-30")]
    public void The_union_is_sorted_and_merged(string pieces, string union) => Show(WatchedIntervals.Union(Parse(pieces), [])).ShouldBe(union);

    [Theory]
    [InlineData("0-10 90-200", 100, "0-10 90-100", 20)]
    [InlineData("150-200", 100, "", 0)]
    [InlineData("0-9223372036854775807", 100, "0-100", 100)]
    [InlineData("0-50", 0, "", 0)]
    public void What_lies_beyond_the_end_is_cut(string pieces, long duration, string kept, int percent)
    {
        var clamped = WatchedIntervals.Clamp(Parse(pieces), duration);
        Show(clamped).ShouldBe(kept);
        WatchedIntervals.Percent(clamped, duration).ShouldBe(percent);
    }

    [Fact]
    public void Percent_is_rounded_down_and_never_over_100()
    {
        WatchedIntervals.Percent([new(0, 8_999)], 10_000).ShouldBe(89);
        WatchedIntervals.Percent([new(0, 9_000)], 10_000).ShouldBe(90);
        WatchedIntervals.Percent([new(0, 20_000)], 10_000).ShouldBe(100);
    }

    [Fact]
    public void The_union_covers_exactly_the_points_of_its_parts()
    {
        var piece = Gen.Choose(0, 60).SelectMany(from => Gen.Choose(0, 60).Select(to => new Interval(from, to)));
        var pieces = Gen.ListOf(piece).Select(l => l.ToImmutableArray()).ToArbitrary();
        Prop.ForAll(pieces, pieces, (a, b) =>
        {
            var union = WatchedIntervals.Union(a, b);
            for (var ms = 0; ms <= 60; ms++)
                if (union.Any(i => i.FromMs <= ms && ms < i.ToMs) != a.Concat(b).Any(i => i.FromMs <= ms && ms < i.ToMs)) return false;
            return union.Zip(union.Skip(1)).All(x => x.First.ToMs < x.Second.FromMs) && Show(WatchedIntervals.Union(b, a)) == Show(union)
                && Show(WatchedIntervals.Union(union, a)) == Show(union) && WatchedIntervals.Percent(union, 60) is >= 0 and <= 100;
        }).QuickCheckThrowOnFailure();
    }

    private static ImmutableArray<Interval> Parse(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('-')).Select(p => new Interval(long.Parse(p[0]), long.Parse(p[1])))];

    private static string Show(ImmutableArray<Interval> intervals) => string.Join(' ', intervals.Select(i => $"{i.FromMs}-{i.ToMs}"));
}
