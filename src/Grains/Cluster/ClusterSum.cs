using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Cluster;
using Orleans.Runtime;

namespace LearningHub.Grains.Cluster;

/// <summary>What silos say of themselves, and what the membership says of them, put together.</summary>
internal static class ClusterSum
{
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    /// <param name="members">By address; empty when the membership could not be asked.</param>
    public static ImmutableArray<SiloView> Silos(IReadOnlyDictionary<string, SiloStatus> members, ImmutableArray<(string Silo, TimeSpan Age, SiloReport Report)> reports, DateTimeOffset now)
    {
        var heard = reports.ToDictionary(r => r.Silo);
        // The membership remembers the dead of months: only those that said something within the hour are shown.
        var names = heard.Keys.Union(members.Where(m => m.Value is not (SiloStatus.Dead or SiloStatus.None)).Select(m => m.Key));
        return [.. names.Order(StringComparer.Ordinal).Select(address =>
        {
            SiloStatus? status = members.TryGetValue(address, out var known) ? known : null;
            if (!heard.TryGetValue(address, out var at)) return new SiloView("", address, SiloState.Changing, "", null, null, null, null, 0, CallLoad.None, null);
            var state = StateOf(status, members.Count > 0, at.Age);
            var gone = state is SiloState.Dead or SiloState.Silent;
            var r = at.Report;
            return new SiloView(r.Name, address, state, r.Version, r.StartedAt, gone ? null : r.CpuPercent, gone ? null : r.MemoryBytes, gone ? null : r.MemoryLimitBytes,
                gone ? 0 : r.Grains.Sum(g => g.Activations), gone ? CallLoad.None : Load([r], static _ => true), now - at.Age);
        })];
    }

    /// <param name="asked">Whether the membership answered: then a silo that it does not know is gone.</param>
    private static SiloState StateOf(SiloStatus? status, bool asked, TimeSpan age) => status switch
    {
        SiloStatus.Dead => SiloState.Dead,
        null when asked => SiloState.Dead,
        _ when age > SilentAfter => SiloState.Silent,
        SiloStatus.Active or null => SiloState.Active,
        _ => SiloState.Changing,
    };

    /// <summary>The calls of these silos to the grains chosen, as one.</summary>
    public static CallLoad Load(IReadOnlyCollection<SiloReport> reports, Func<GrainReport, bool> chosen)
    {
        var times = new long[CallTimes.Buckets];
        var (perSecond, errorsPerMinute) = (0d, 0d);
        foreach (var report in reports)
        {
            foreach (var grain in report.Grains.Where(chosen))
            {
                var counts = grain.Histogram();
                for (var i = 0; i < times.Length; i++) times[i] += counts[i];
                perSecond += counts.Sum() / Math.Max(1, report.Seconds);
                errorsPerMinute += grain.Errors * 60 / Math.Max(1, report.Seconds);
            }
        }
        return new(perSecond, CallTimes.Quantile(times, 0.5), CallTimes.Quantile(times, 0.99), errorsPerMinute);
    }

    /// <summary>Busiest first.</summary>
    public static ImmutableArray<GrainLoad> Grains(IReadOnlyCollection<SiloReport> reports) =>
        [.. reports.SelectMany(r => r.Grains).GroupBy(g => g.Type)
            .Select(type => new GrainLoad(type.Key, type.Sum(g => g.Activations), Load(reports, g => g.Type == type.Key)))
            .OrderByDescending(g => g.Calls.PerSecond).ThenByDescending(g => g.Activations).ThenBy(g => g.GrainType, StringComparer.Ordinal)];

    /// <summary>Calls add up; of the times the worst is told. Series end now, so they are put together from their ends.</summary>
    public static ImmutableArray<TrendPoint> Trend(IReadOnlyCollection<SiloReport> reports)
    {
        var length = reports.Count == 0 ? 0 : reports.Max(r => r.Trend.Length);
        return [.. Enumerable.Range(0, length).Select(i =>
        {
            var points = reports.Select(r => r.Trend.Length - length + i is var at && at >= 0 ? r.Trend[at] : null).OfType<SiloTrend>().ToList();
            return new TrendPoint(points.Sum(p => p.CallsPerSecond), points.Max(p => p.P99Milliseconds));
        })];
    }

    public static ImmutableArray<StreamLoad> Streams(IReadOnlyCollection<SiloReport> reports, IReadOnlyCollection<FrontEndReport> frontEnds, string ns)
    {
        var published = reports.SelectMany(r => r.Published).ToLookup(p => p.Key, p => p.Value);
        var subscribed = frontEnds.SelectMany(f => f.Topics).ToLookup(t => t.Key, t => t.Value);
        return [.. published.Select(p => p.Key).Union(subscribed.Select(s => s.Key))
            .Select(kind => new StreamLoad(ns, kind, subscribed[kind].Sum(), published[kind].Sum())).OrderByDescending(s => s.PublishedPerSecond).ThenBy(s => s.Kind, StringComparer.Ordinal)];
    }
}
