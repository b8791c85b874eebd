namespace LearningHub.Grains.Common;

/// <summary>Wakes projections wherever they are, and makes nobody wait for it: a silo that was killed does not answer until the others know, and what
/// is read must reach those who live. One wake a projection is under way; rows that come meanwhile are one more.</summary>
internal sealed class ProjectionWakes(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Who has not answered by then counts as not woken.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, bool> _underWay = []; // true: once more
    private volatile Exception? _missed;

    /// <summary>Whether somebody was not reached since <see cref="TakeMissed"/>: they must be woken again, also when nothing happens any more.</summary>
    public bool HasMissed => _missed is not null;

    public Exception? TakeMissed() => Interlocked.Exchange(ref _missed, null);

    public void Wake(string name)
    {
        lock (_lock)
        {
            if (_underWay.ContainsKey(name))
            {
                _underWay[name] = true;
                return;
            }
            _underWay[name] = false;
        }
        _ = Follow(name);
    }

    private async Task Follow(string name)
    {
        while (await Reach(name) && MustAgain(name)) { }
    }

    private async Task<bool> Reach(string name)
    {
        Task? wake = null;
        try
        {
            using (ActorContext.As(Actor.System("system"))) wake = grains.GetGrain<IProjectionGrain>($"system/{name}").Wake();
            await wake.WaitAsync(Patience, time);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What it answers in the end, long after, is of no use to anybody.
            _ = wake?.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            lock (_lock) _underWay.Remove(name);
            _missed = e;
            return false;
        }
    }

    private bool MustAgain(string name)
    {
        lock (_lock)
        {
            if (!_underWay[name])
            {
                _underWay.Remove(name);
                return false;
            }
            _underWay[name] = false;
            return true;
        }
    }
}
