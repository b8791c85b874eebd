using Orleans.Storage;

namespace LearningHub.Engine.Tests.Activations;

[Alias("engine-tests.life")]
public interface ILifeGrain : IGrainWithStringKey
{
    [Alias("Who")] Task<Guid> Who();
    [Alias("GoAfter")] Task<Guid> GoAfter(string gate);
    [Alias("Delay")] Task<Guid> Delay();
    [Alias("Conflict")] Task Conflict();
    [Alias("Scope")] Task<Guid> Scope();
    [Alias("Fail")] Task Fail(string message);
    [Alias("FailThrough")] Task FailThrough(string other, string message);
}

public class LifeGrain(Probe probe, ScopeProbe scope) : Grain, ILifeGrain
{
    private readonly Guid _id = Guid.NewGuid();

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"{Key}:activating");
        await Task.Yield();
        probe.Note($"{Key}:activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Note($"{Key}:deactivating");
        await Task.Yield();
        probe.Note($"{Key}:deactivated");
        probe.Note($"{Key}-reason:{reason.ReasonCode}");
    }

    public Task<Guid> Who() => Task.FromResult(_id);

    public async Task<Guid> GoAfter(string gate)
    {
        DeactivateOnIdle();
        probe.Note($"{Key}-going");
        await probe.Gate(gate);
        probe.Note($"{Key}:call done");
        return _id;
    }

    public Task<Guid> Delay()
    {
        DelayDeactivation(TimeSpan.FromMinutes(5));
        return Task.FromResult(_id);
    }

    public Task Conflict() => throw new InconsistentStateException("stale");

    public Task<Guid> Scope() => Task.FromResult(scope.Id);

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new KeyNotFoundException(message);
    }

    public Task FailThrough(string other, string message) => GrainFactory.GetGrain<ILifeGrain>(other).Fail(message);
}

[Alias("engine-tests.kept")]
public interface IKeptGrain : IGrainWithStringKey
{
    [Alias("Who")] Task<Guid> Who();
}

[KeepAlive]
public sealed class KeptGrain : Grain, IKeptGrain
{
    private readonly Guid _id = Guid.NewGuid();

    public Task<Guid> Who() => Task.FromResult(_id);
}

[Alias("engine-tests.shaky")]
public interface IShakyGrain : IGrainWithStringKey
{
    [Alias("Ping")] Task<string> Ping();
}

/// <summary>Its first activation of a key fails.</summary>
public sealed class ShakyGrain(Probe probe) : Grain, IShakyGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        probe.Note($"{key}:try");
        return probe.Of($"{key}:try").Count == 1 ? throw new InvalidOperationException("not yet " + key) : Task.CompletedTask;
    }

    public Task<string> Ping() => Task.FromResult("pong");
}

[Alias("engine-tests.coming")]
public interface IComingGrain : IGrainWithStringKey
{
    [Alias("Count")] Task<int> Count(bool go);
}

/// <summary>Tells when two of its activations live at the same time.</summary>
public sealed class ComingGrain(Probe probe) : Grain, IComingGrain
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> Living = new();

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note(Living.AddOrUpdate(Key, 1, static (_, n) => n + 1) == 1 ? $"{Key}:come" : $"{Key}:overlap");
        await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Living.AddOrUpdate(Key, 0, static (_, n) => n - 1);
    }

    public async Task<int> Count(bool go)
    {
        if (go) DeactivateOnIdle();
        await Task.Yield();
        return 1;
    }
}

[Alias("engine-tests.worker")]
public interface IWorkerGrain : IGrainWithStringKey
{
    [Alias("Work")] Task<Guid> Work(string gate);
}

[StatelessWorker(3)]
public sealed class WorkerGrain(Probe probe) : Grain, IWorkerGrain
{
    private readonly Guid _id = Guid.NewGuid();

    public async Task<Guid> Work(string gate)
    {
        probe.Note($"{this.GetPrimaryKeyString()}:in");
        await probe.Gate(gate);
        return _id;
    }
}

[Alias("engine-tests.remembering")]
public interface IRememberingGrain : IGrainWithStringKey
{
    [Alias("Add")] Task<int> Add(int number, bool write);
    [Alias("Forget")] Task Forget();
    [Alias("Go")] Task Go();
}

[GenerateSerializer, Alias("engine-tests.memory")]
public sealed class Memory
{
    [Id(0)] public int Sum { get; set; }
}

public sealed class RememberingGrain([PersistentState("memory")] IPersistentState<Memory> memory) : Grain, IRememberingGrain
{
    public async Task<int> Add(int number, bool write)
    {
        memory.State.Sum += number;
        if (write) await memory.WriteStateAsync();
        return memory.State.Sum;
    }

    public Task Forget() => memory.ClearStateAsync();

    public Task Go()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
