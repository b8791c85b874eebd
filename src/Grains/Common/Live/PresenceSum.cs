using System.Collections.Immutable;

namespace LearningHub.Grains.Common;

/// <summary>Who is present, summed over what the front ends last said. A report counts for 45 s.</summary>
internal sealed class PresenceSum
{
    public const int MostShown = 50;
    public static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Counts = TimeSpan.FromSeconds(45);

    private readonly Dictionary<string, (ImmutableArray<string> People, DateTimeOffset At)> _reports = [];

    public void Report(string frontEnd, ImmutableArray<string> people, DateTimeOffset now)
    {
        if (people.IsDefaultOrEmpty) _reports.Remove(frontEnd);
        else _reports[frontEnd] = (people, now);
    }

    /// <summary>Each person once, in the order of their ids.</summary>
    public ImmutableArray<string> Present(DateTimeOffset now)
    {
        foreach (var (frontEnd, report) in _reports)
            if (report.At + Counts <= now) _reports.Remove(frontEnd);
        return [.. _reports.Values.SelectMany(r => r.People).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>How long until the oldest report runs out; null when there is none.</summary>
    public TimeSpan? Expires(DateTimeOffset now) => _reports.Count == 0 ? null : _reports.Values.Min(r => r.At) + Counts - now;
}
