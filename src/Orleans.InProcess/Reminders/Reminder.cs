using Orleans.Runtime;

namespace Orleans.InProcess.Reminders;

/// <summary>One reminder, with its clock. Due times are kept to its first tick, so that lateness does not add up.</summary>
internal sealed class Reminder : IGrainReminder, IDisposable
{
    // Longer than any timer of the framework takes: long waits go in steps.
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(20);
    private readonly Engine _engine;
    private readonly DateTime _first;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private DateTime _due;

    public Reminder(Engine engine, GrainId grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        (_engine, Grain, ReminderName, _period) = (engine, grain, name, period);
        _first = _due = engine.Time.GetUtcNow().UtcDateTime + dueTime;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _timer = engine.Time.CreateTimer(static state => ((Reminder)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        Sleep();
    }

    public GrainId Grain { get; }
    public string ReminderName { get; }

    public void Dispose() => _timer.Dispose();

    private void Sleep()
    {
        var left = _due - _engine.Time.GetUtcNow().UtcDateTime;
        _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestStep ? LongestStep : left, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        if (_due > _engine.Time.GetUtcNow().UtcDateTime) Sleep();
        else _ = Tick();
    }

    private async Task Tick()
    {
        try
        {
            var status = new TickStatus(_first, _period, _engine.Time.GetUtcNow().UtcDateTime);
            await _engine.Factory.Reference<IRemindable>(Grain).ReceiveReminder(ReminderName, status);
        }
        catch (Exception exception)
        {
            _engine.Log.ReminderFailed(exception, ReminderName, Grain);
        }
        var now = _engine.Time.GetUtcNow().UtcDateTime;
        _due = _first + _period * (Math.Floor((now - _first) / _period) + 1);
        Sleep();
    }
}
