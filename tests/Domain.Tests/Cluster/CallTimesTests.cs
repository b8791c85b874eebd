using LearningHub.Grains.Cluster;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Cluster;
using System.Collections.Immutable;
using Orleans.Runtime;

namespace LearningHub.Domain.Tests.Cluster;

public sealed class CallTimesTests
{
    [Fact]
    public void A_quantile_is_as_exact_as_a_fifth_and_never_too_small()
    {
        var random = new Random(7);
        var took = Enumerable.Range(0, 20_000).Select(_ => TimeSpan.FromMicroseconds(Math.Exp(random.NextDouble() * 12) * 20)).ToList();
        var counts = new long[CallTimes.Buckets];
        foreach (var t in took) counts[CallTimes.BucketOf(t)]++;
        took.Sort();
        foreach (var part in (double[])[0.01, 0.5, 0.9, 0.99, 0.999])
        {
            var exact = took[(int)Math.Ceiling(took.Count * part) - 1];
            var said = CallTimes.Quantile(counts, part)!.Value;
            said.ShouldBeGreaterThanOrEqualTo(exact);
            (said / exact).ShouldBeLessThan(1.2);
        }
        CallTimes.Quantile(new long[CallTimes.Buckets], 0.5).ShouldBeNull();
    }

    [Theory, InlineData(0), InlineData(-5), InlineData(double.MaxValue)]
    public void Every_duration_has_a_bucket(double microseconds) =>
        CallTimes.BucketOf(microseconds > 1e18 ? TimeSpan.MaxValue : TimeSpan.FromMicroseconds(microseconds)).ShouldBeInRange(0, CallTimes.Buckets - 1);

    [Fact]
    public void Counts_slide_out_after_a_minute_and_a_quiet_minute_is_empty()
    {
        var time = new HeldClock();
        var counts = new SlidingCounts(2, time);
        for (var second = 0; second < 120; second++)
        {
            counts.Add(second % 2);
            time.Advance(TimeSpan.FromSeconds(1));
        }
        var (sums, seconds) = counts.Read();
        // Between fifty seconds and a minute are looked at, and each second one was counted.
        seconds.ShouldBeInRange(50, 60);
        sums.Sum().ShouldBe((long)seconds);
        Math.Abs(sums[0] - sums[1]).ShouldBeLessThanOrEqualTo(1);
        time.Advance(TimeSpan.FromMinutes(1));
        counts.Read().Counts.ShouldAllBe(n => n == 0);
        counts.Add(1);
        counts.Read().Counts[1].ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_lost_when_many_count_at_once()
    {
        var counts = new SlidingCounts(1, new HeldClock());
        counts.Add(0);
        Parallel.For(0, 100_000, _ => counts.Add(0));
        counts.Read().Counts[0].ShouldBe(100_001);
    }

    [Fact]
    public void Silos_are_told_by_what_they_say_and_by_what_the_membership_says()
    {
        var now = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        SiloReport report = new("one", "1", now, 3, 1, 2, 50, [new("User", 4, ImmutableDictionary<int, long>.Empty.Add(3, 100), 5)], ImmutableDictionary<string, double>.Empty, []);
        var silos = ClusterSum.Silos(
            new Dictionary<string, SiloStatus> { ["a"] = SiloStatus.Active, ["b"] = SiloStatus.Active, ["c"] = SiloStatus.Dead, ["d"] = SiloStatus.Joining, ["old"] = SiloStatus.Dead },
            [("a", TimeSpan.FromSeconds(2), report), ("b", TimeSpan.FromSeconds(11), report), ("c", TimeSpan.FromSeconds(1), report), ("e", TimeSpan.FromSeconds(1), report)], now);
        silos.ToDictionary(s => s.Address, s => s.State).ShouldBe(new Dictionary<string, SiloState>
        {
            ["a"] = SiloState.Active, ["b"] = SiloState.Silent, ["c"] = SiloState.Dead, ["d"] = SiloState.Changing, ["e"] = SiloState.Dead,
        });
        silos[0].Calls.PerSecond.ShouldBe(2);
        silos[0].Calls.ErrorsPerMinute.ShouldBe(6);
        silos[1].Activations.ShouldBe(0, "what a silent silo held is not known");

        // The membership did not answer: what silos say counts alone.
        ClusterSum.Silos(new Dictionary<string, SiloStatus>(), [("a", TimeSpan.FromSeconds(2), report), ("b", TimeSpan.FromSeconds(11), report)], now)
            .Select(s => s.State).ShouldBe([SiloState.Active, SiloState.Silent]);
    }

    [Fact]
    public void Loads_of_silos_add_up_and_series_end_together()
    {
        SiloReport Report(long fast, long slow, params SiloTrend[] trend) => new("", "", default, null, 0, 0, 10,
            [new("A", 1, ImmutableDictionary<int, long>.Empty.Add(0, fast).Add(40, slow), 0), new("B", 2, ImmutableDictionary<int, long>.Empty, 0)], ImmutableDictionary<string, double>.Empty.Add("chat", 2), [.. trend]);
        SiloReport[] both = [Report(90, 10, new(1, 5), new(2, 6)), Report(0, 100, new SiloTrend(10, 1))];
        var grains = ClusterSum.Grains(both);
        grains.Select(g => (g.GrainType, g.Activations)).ShouldBe([("A", 2), ("B", 4)]);
        grains[0].Calls.PerSecond.ShouldBe(20);
        grains[0].Calls.P50.ShouldBe(CallTimes.UpperOf(40));
        ClusterSum.Trend(both).ShouldBe([new(1, 5), new(12, 6)]);
        ClusterSum.Streams(both, [new("f", "1", default, 1, ImmutableDictionary<string, int>.Empty.Add("chat", 3).Add("user", 1))], "ns")
            .ShouldBe([new("ns", "chat", 3, 4), new("ns", "user", 1, 0)]);
    }

    private sealed class HeldClock : TimeProvider
    {
        private TimeSpan _now;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => _now.Ticks;
        public void Advance(TimeSpan by) => _now += by;
    }
}
