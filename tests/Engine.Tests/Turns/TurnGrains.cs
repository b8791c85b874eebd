namespace LearningHub.Engine.Tests.Turns;

[Alias("engine-tests.turn")]
public interface ITurnGrain : IGrainWithStringKey
{
    [Alias("Write")] Task<int> Write(string gate);
    [Alias("Read"), ReadOnly] Task<int> Read(string gate);
    [Alias("Look"), AlwaysInterleave] Task<int> Look();
    [Alias("SchedulerStays")] Task<bool> SchedulerStays();
    [Alias("CallBack"), ResponseTimeout("00:00:02")] Task<int> CallBack(string other);
    [Alias("CallOn"), ResponseTimeout("00:00:01")] Task<int> CallOn(string first);
    [Alias("CallBackAllowed")] Task<int> CallBackAllowed(string other);
    [Alias("CallOnAllowed")] Task<int> CallOnAllowed(string first);
    [Alias("Slow"), ResponseTimeout("00:00:05")] Task Slow(string gate);
    [Alias("Cancellable")] Task Cancellable(string note, CancellationToken cancellation);
    [Alias("Shout"), OneWay] Task Shout(string gate);
    [Alias("Ping")] ValueTask<int> Ping(int number);
    [Alias("Touch")] ValueTask Touch();
    [Alias("WithoutContext")] Task<int> WithoutContext(string other);
}

public sealed class TurnGrain(Probe probe) : Grain, ITurnGrain
{
    private int _inside;

    private string Key => this.GetPrimaryKeyString();

    public Task<int> Write(string gate) => Inside("write", gate);

    public Task<int> Read(string gate) => Inside("read", gate);

    public Task<int> Look() => Task.FromResult(_inside);

    public async Task<bool> SchedulerStays()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current == scheduler;
        await Task.Run(() => { });
        return scheduler != TaskScheduler.Default && afterYield && TaskScheduler.Current == scheduler;
    }

    public async Task<int> CallBack(string other) => await GrainFactory.GetGrain<ITurnGrain>(other).CallOn(Key);

    public async Task<int> CallOn(string first) => await GrainFactory.GetGrain<ITurnGrain>(first).Ping(7);

    // The same two where no deadlock has to be waited out: as patient as any call.
    public async Task<int> CallBackAllowed(string other)
    {
        using var section = RequestContext.AllowCallChainReentrancy();
        return await GrainFactory.GetGrain<ITurnGrain>(other).CallOnAllowed(Key);
    }

    public async Task<int> CallOnAllowed(string first) => await GrainFactory.GetGrain<ITurnGrain>(first).Ping(7);

    public async Task Slow(string gate)
    {
        await probe.Gate(gate);
        probe.Note($"{Key}:slow done");
    }

    public async Task Cancellable(string note, CancellationToken cancellation)
    {
        probe.Note($"{note}:started");
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellation.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
        probe.Note($"{note}:cancelled");
        cancellation.ThrowIfCancellationRequested();
    }

    public async Task Shout(string gate)
    {
        await probe.Gate(gate);
        probe.Note($"{Key}:shouted");
    }

    public ValueTask<int> Ping(int number) => ValueTask.FromResult(number);

    public async ValueTask Touch() => await Task.Yield();

    // What leaves the grain's scheduler may call grains as any other code does, with what it took along: the grain's own members are not for it.
    public async Task<int> WithoutContext(string other)
    {
        var grains = GrainFactory;
        return await Task.Run(async () => await grains.GetGrain<ITurnGrain>(other).Ping(3));
    }

    private async Task<int> Inside(string what, string gate)
    {
        _inside++;
        probe.Note($"{Key}:{what} in");
        await probe.Gate(gate);
        var seen = _inside--;
        probe.Note($"{Key}:{what} out");
        return seen;
    }
}

[Alias("engine-tests.reentrant")]
public interface IReentrantGrain : IGrainWithStringKey
{
    [Alias("Hold")] Task<int> Hold(string gate);
    [Alias("Churn")] Task<int> Churn(int times);
}

[Reentrant]
public sealed class ReentrantGrain(Probe probe) : Grain, IReentrantGrain
{
    private int _inside;
    private int _running;
    private int _churned;

    public async Task<int> Hold(string gate)
    {
        _inside++;
        probe.Note($"{this.GetPrimaryKeyString()}:in");
        await probe.Gate(gate);
        return _inside;
    }

    public async Task<int> Churn(int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (Interlocked.Increment(ref _running) != 1) throw new InvalidOperationException("Two turns at once.");
            _churned++;
            Interlocked.Decrement(ref _running);
            await Task.Yield();
        }
        return _churned;
    }
}
