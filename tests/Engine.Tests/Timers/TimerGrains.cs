namespace LearningHub.Engine.Tests.Timers;

[Alias("engine-tests.timer")]
public interface ITimerGrain : IGrainWithStringKey
{
    [Alias("Start")] Task Start(string name, TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);
    [Alias("StartApart")] Task StartApart(string name);
    [Alias("StartFailing")] Task StartFailing(string name);
    [Alias("StartHolding")] Task StartHolding(string gate);
    [Alias("StartAndHold")] Task StartAndHold(string name, TimeSpan period, bool interleave, string gate);
    [Alias("Stop")] Task Stop(string name);
    [Alias("Change")] Task Change(string name, TimeSpan due, TimeSpan period);
    [Alias("Go")] Task Go();
    [Alias("Ping")] Task Ping();
}

public sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    private readonly Dictionary<string, IGrainTimer> _timers = [];
    private long _ticked = TimeProvider.System.GetTimestamp();

    private string Key => this.GetPrimaryKeyString();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note($"{Key}-quiet for:{TimeProvider.System.GetElapsedTime(_ticked)}");
        probe.Note($"{Key}:deactivated");
        return Task.CompletedTask;
    }

    public Task Start(string name, TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timers[name] = this.RegisterGrainTimer(
            static (state, _) =>
            {
                state.grain._ticked = TimeProvider.System.GetTimestamp();
                state.grain.Note(state.name);
                return Task.CompletedTask;
            },
            (grain: this, name),
            new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StartApart(string name)
    {
        using (ExecutionContext.SuppressFlow()) Start(name, TimeSpan.Zero, TimeSpan.FromMilliseconds(5), interleave: false, keepAlive: false);
        return Task.CompletedTask;
    }

    public Task StartFailing(string name)
    {
        this.RegisterGrainTimer(
            () =>
            {
                probe.Note($"{Key}:{name}");
                throw new InvalidOperationException("tick");
            },
            TimeSpan.Zero,
            TimeSpan.FromMilliseconds(5));
        return Task.CompletedTask;
    }

    public Task StartHolding(string gate)
    {
        this.RegisterGrainTimer(
            async token =>
            {
                probe.Note($"{Key}:tick in");
                await probe.Gate(gate);
                probe.Note($"{Key}:tick out");
            },
            TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    // The timer is due within the turn that holds the grain: there is no moment in between.
    public async Task StartAndHold(string name, TimeSpan period, bool interleave, string gate)
    {
        await Start(name, TimeSpan.Zero, period, interleave, keepAlive: false);
        probe.Note($"{Key}:held");
        await probe.Gate(gate);
        probe.Note($"{Key}:released");
    }

    public Task Stop(string name)
    {
        _timers[name].Dispose();
        return Task.CompletedTask;
    }

    public Task Change(string name, TimeSpan due, TimeSpan period)
    {
        _timers[name].Change(due, period);
        return Task.CompletedTask;
    }

    public Task Go()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;

    private void Note(string what) => probe.Note($"{Key}:{what}");
}
