using System.Collections.Concurrent;

namespace LearningHub.Grains.Common;

/// <summary>What this silo publishes to viewers, by the kind of topic.</summary>
internal sealed class StreamMeter(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SlidingCounts> _kinds = new(StringComparer.Ordinal);

    public void Published(string topic)
    {
        var kind = topic.AsSpan(0, topic.IndexOf(':') is var at and > 0 ? at : topic.Length);
        if (!_kinds.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(kind, out var counts)) counts = _kinds.GetOrAdd(kind.ToString(), _ => new(1, time));
        counts.Add(0);
    }

    /// <summary>A second, over the last minute.</summary>
    public IEnumerable<(string Kind, double PerSecond)> Read()
    {
        foreach (var (kind, counts) in _kinds)
        {
            var (sums, seconds) = counts.Read();
            yield return (kind, sums[0] / seconds);
        }
    }
}
