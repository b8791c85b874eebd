using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Turns the timestamps of one broadcast, which are of the page's own clock, into moments of the class. A chunk never comes before it was made, and the promptest one
/// comes at once: the smallest distance between the two clocks is the right one. A page whose clock jumps (a machine that slept, or a lie) is anchored anew, so that no chunk stands
/// far from where it came.</summary>
internal sealed class BroadcastClock
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30), Late = TimeSpan.FromSeconds(30), Early = TimeSpan.FromMilliseconds(500);
    private TimeSpan _distance;

    private BroadcastClock(TimeSpan distance) => _distance = distance;

    /// <summary>Null for a broadcast without a chunk.</summary>
    public static BroadcastClock? Of(IEnumerable<(DateTimeOffset At, MediaFrame Frame)> records)
    {
        (DateTimeOffset At, TimeSpan Distance)? best = null;
        DateTimeOffset? first = null;
        foreach (var (at, frame) in records)
        {
            if (!frame.IsChunk) continue;
            first ??= at;
            if (at - first > Settled) break;
            var distance = Distance(at, frame);
            // One that is far from the others is of another clock.
            if (best is not { } b || distance < b.Distance && b.Distance - distance < Late) best = (at, distance);
        }
        return best is { } found ? new(found.Distance) : null;
    }

    public DateTimeOffset When(DateTimeOffset at, MediaFrame frame)
    {
        var distance = Distance(at, frame);
        if (distance < _distance - Early || distance > _distance + Late) _distance = distance;
        return DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(frame.Timestamp) + _distance;
    }

    private static TimeSpan Distance(DateTimeOffset at, MediaFrame frame) => at - DateTimeOffset.UnixEpoch - TimeSpan.FromMicroseconds(frame.Timestamp);
}
