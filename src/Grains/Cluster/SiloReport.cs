using System.Collections.Immutable;

namespace LearningHub.Grains.Cluster;

/// <summary>What a silo says of itself, the document of its row in <c>silo_report</c>.</summary>
/// <param name="Trend">A point every ten seconds, oldest first, at most <see cref="MostPoints"/>.</param>
internal sealed record SiloReport(string Name, string Version, DateTimeOffset StartedAt, double? CpuPercent, long MemoryBytes, long MemoryLimitBytes, double Seconds,
    ImmutableArray<GrainReport> Grains, ImmutableDictionary<string, double> Published, ImmutableArray<SiloTrend> Trend)
{
    public const int MostPoints = 60;
}

/// <param name="Times">Calls of the last minute by the bucket of their duration; empty buckets left out.</param>
internal sealed record GrainReport(string Type, int Activations, ImmutableDictionary<int, long> Times, long Errors)
{
    public long[] Histogram()
    {
        var counts = new long[CallTimes.Buckets];
        foreach (var (bucket, n) in Times)
            if (bucket >= 0 && bucket < counts.Length) counts[bucket] += n;
        return counts;
    }
}

internal sealed record SiloTrend(double CallsPerSecond, double P99Milliseconds);
