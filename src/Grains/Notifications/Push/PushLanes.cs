namespace LearningHub.Grains.Notifications;

internal enum PushTurn
{
    Mine,
    /// <summary>So many are on their way to this service already, and none came back: another time, without a try lost.</summary>
    Busy,
    /// <summary>The service has stopped answering: a try that failed, without the wait.</summary>
    Resting,
}

/// <summary>Who of this process may send to which push service now. The service is whatever a browser named, so any of them may hang, and there may be
/// many such: one gets at most so many of the worker's hands, one that has not answered yet two and all such no more than that together, and after some sends without an answer a service is left alone, but for one
/// that looks every half minute.</summary>
internal sealed class PushLanes(TimeProvider time)
{
    /// <summary>With a service that hangs and all strangers, as many hands are left for the others.</summary>
    public const int PerHost = 8, PerStranger = 2, InAll = 3 * PerHost;
    private const int TooSilent = 3, MostIdle = 200;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>A service that is well has a place free within this, however much goes there.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly SemaphoreSlim _strangers = new(PerHost);

    /// <summary>Whose turn it is: <see cref="Leave"/> must follow.</summary>
    public async Task<PushTurn> Enter(string host, CancellationToken cancellation)
    {
        Lane? lane;
        lock (_lock)
        {
            if (!_lanes.TryGetValue(host, out lane)) _lanes[host] = lane = new();
            if (lane.Silent >= TooSilent)
            {
                var now = time.GetUtcNow();
                if (now < lane.RestsUntil) return PushTurn.Resting;
                lane.RestsUntil = now + Rest;
            }
            lane.Users++;
        }
        var mine = false;
        try
        {
            if (!await lane.Free.WaitAsync(Patience, cancellation)) return PushTurn.Busy;
            try { return (mine = lane.HasAnswered || await Strange(lane, cancellation)) ? PushTurn.Mine : PushTurn.Busy; }
            finally
            {
                if (!mine) lane.Free.Release();
            }
        }
        finally
        {
            if (!mine) Gone(lane, silent: null);
        }
    }

    private async Task<bool> Strange(Lane lane, CancellationToken cancellation)
    {
        if (!await lane.First.WaitAsync(Patience, cancellation)) return false;
        var mine = false;
        try { mine = await _strangers.WaitAsync(Patience, cancellation); }
        finally
        {
            if (!mine) lane.First.Release();
        }
        if (mine) lock (_lock) lane.AsStranger++;
        return mine;
    }

    /// <param name="silent">It gave no answer; null: it was not asked.</param>
    public void Leave(string host, bool? silent)
    {
        Lane lane;
        lock (_lock)
        {
            lane = _lanes[host];
            // Which of those under way it was does not matter: as many come back as went.
            if (lane.AsStranger > 0)
            {
                lane.AsStranger--;
                _strangers.Release();
                lane.First.Release();
            }
            lane.HasAnswered |= silent is false;
        }
        lane.Free.Release();
        Gone(lane, silent);
    }

    private void Gone(Lane lane, bool? silent)
    {
        lock (_lock)
        {
            lane.Users--;
            if (silent is { } was)
            {
                lane.Silent = was ? lane.Silent + 1 : 0;
                if (lane.Silent >= TooSilent) lane.RestsUntil = time.GetUtcNow() + Rest;
            }
            if (_lanes.Count <= MostIdle) return;
            // Anybody may name a service: what is in nobody's hands is forgotten, those that are well first.
            foreach (var idle in _lanes.Where(l => l.Value.Users == 0).OrderBy(l => l.Value.RestsUntil).Take(_lanes.Count - MostIdle).ToArray()) _lanes.Remove(idle.Key);
        }
    }

    private sealed class Lane
    {
        public SemaphoreSlim Free { get; } = new(PerHost);
        /// <summary>Until it has answered.</summary>
        public SemaphoreSlim First { get; } = new(PerStranger);
        public int Users { get; set; }
        public bool HasAnswered { get; set; }
        public int AsStranger { get; set; }
        /// <summary>Sends in a row without an answer.</summary>
        public int Silent { get; set; }
        public DateTimeOffset RestsUntil { get; set; }
    }
}
