using Orleans.InProcess.Activations;
using Orleans.InProcess.Calls;
using Orleans.Runtime;

namespace Orleans.InProcess.Timers;

/// <summary>A tick is a call of the grain by itself; the next one is set when it is over, so that ticks never pile up.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly MethodEntry<Nothing> Tick = LocalMethod.Of(typeof(IGrainTimerInvoker), nameof(IGrainTimerInvoker.InvokeCallbackAsync));
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly bool _interleave;
    private readonly bool _keepAlive;
    private TimeSpan _period;
    private bool _firing;
    private TimeSpan? _changedDue;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        (_activation, _callback, _period, _interleave, _keepAlive) = (activation, callback, options.Period, options.Interleave, options.KeepAlive);
        // Ticks do not run in the flow of control that made the timer.
        using (ExecutionContext.IsFlowSuppressed() ? null : (IDisposable)ExecutionContext.SuppressFlow())
        {
            _timer = activation.Engine.Time.CreateTimer(static state => ((GrainTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        activation.AddTimer(this);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        if (_disposed.IsCancellationRequested) return;
        _period = period;
        // During a tick the new time starts when it is over.
        if (_firing) _changedDue = dueTime;
        else _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _timer.Dispose();
        _disposed.Cancel();
        if (GrainThread.Current == _activation) _activation.RemoveTimer(this);
        else _activation.Scheduler.Post(() => _activation.RemoveTimer(this));
    }

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
    }

    private void Fire() => _activation.Scheduler.TryPost(
        new GrainCall<Nothing>(_activation.Engine, Tick, _activation.GrainId, [(Func<Task>)Run])
        {
            IsTick = true,
            AlwaysInterleave = _interleave,
            CountsAsActivity = _keepAlive,
        });

    private async Task Run()
    {
        if (_disposed.IsCancellationRequested) return;
        _firing = true;
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            if (!_disposed.IsCancellationRequested) _activation.Engine.Log.TimerFailed(exception, _activation.GrainId);
        }
        finally
        {
            _firing = false;
            if (!_disposed.IsCancellationRequested) _timer.Change(_changedDue ?? _period, Timeout.InfiniteTimeSpan);
            _changedDue = null;
        }
    }
}
