namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>Waits for a time, or until rung. A ring while nobody waits is kept for the next who does.</summary>
internal sealed class Doorbell(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring()
    {
        lock (_gate) _rung.TrySetResult();
    }

    public async Task Wait(TimeSpan patience, CancellationToken cancellation)
    {
        Task rung;
        lock (_gate) rung = _rung.Task;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(rung, Task.Delay(patience, time, done.Token));
        await done.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        Rang();
    }

    /// <summary>Whether it was rung since it was answered last; answers it.</summary>
    public bool Rang()
    {
        lock (_gate)
        {
            if (!_rung.Task.IsCompleted) return false;
            _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }
}
