using System.Collections.Concurrent;

namespace LearningHub.Bench.Faults;

/// <summary>What is on its way at this moment, and what came back.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentDictionary<long, string> _inFlight = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private long _serial;
    private readonly Lock _lock = new();
    private TimeSpan _longest;
    private int _cut, _refused;

    public int Cut => _cut;

    /// <summary>Tries that found nobody listening.</summary>
    public int Refused => _refused;
    public IReadOnlyDictionary<int, int> Statuses => _statuses;
    public int Answers => _statuses.Values.Sum();

    public long Enter(string kind)
    {
        var id = Interlocked.Increment(ref _serial);
        _inFlight[id] = kind;
        return id;
    }

    public void Answered(long id, int status)
    {
        _inFlight.TryRemove(id, out _);
        _statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
    }

    /// <summary>No answer came, or only a part of one.</summary>
    public void Lost(long id)
    {
        _inFlight.TryRemove(id, out _);
        Interlocked.Increment(ref _cut);
    }

    /// <summary>Nothing was sent: nobody listened.</summary>
    public void NotSent(long id)
    {
        _inFlight.TryRemove(id, out _);
        Interlocked.Increment(ref _refused);
    }

    /// <summary>From the first try of something to its answer.</summary>
    public void Took(TimeSpan time)
    {
        lock (_lock) _longest = time > _longest ? time : _longest;
    }

    /// <summary>The longest that anybody waited since this was last asked.</summary>
    public TimeSpan TakeLongest()
    {
        lock (_lock) return (_longest, _longest = default).Item1;
    }

    public IReadOnlyList<string> InFlight() => [.. _inFlight.Values];
}
