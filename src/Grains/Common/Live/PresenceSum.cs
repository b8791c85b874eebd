using System.Collections.Immutable;

namespace LearningHub.Grains.Common;

/// <summary>Who is present, summed over what the front ends last said. A report counts for 45 s.</summary>
internal sealed class PresenceSum
{
    public const int MostShown = 50;
    public static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan Counts = TimeSpan.FromSeconds(45);

    private readonly Dictionary<string, (long Number, ImmutableArray<string> People, DateTimeOffset At)> _reports = [];

    /// <summary>Reports may overtake each other on their way: an older one is dropped, also behind one that says that nobody is left.</summary>
    public void Report(string frontEnd, long number, ImmutableArray<string> people, DateTimeOffset now)
    {
        if (_reports.TryGetValue(frontEnd, out var known) && known.Number > number) return;
        _reports[frontEnd] = (number, people.IsDefault ? [] : people, now);
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
