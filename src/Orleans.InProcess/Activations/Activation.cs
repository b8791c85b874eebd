using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess.Calls;
using Orleans.InProcess.Timers;
using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

/// <summary>
/// One activation of a grain. All of its state is touched on its own scheduler only, so that none of it needs a lock; what other
/// threads may call is marked so. Three files: this one (identity, idleness), turns (which call may start) and life (from the
/// first call to the last).
/// </summary>
internal sealed partial class Activation : IGrainContext
{
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<GrainTimer> _timers = [];
    private AsyncServiceScope? _scope;
    private long _lastActive;
    private DateTimeOffset _keepAliveUntil;

    public Activation(Engine engine, GrainKind kind, GrainId id, WorkerGroup? workers)
    {
        (Engine, Kind, GrainId, Workers) = (engine, kind, id, workers);
        Scheduler = new ActivationScheduler(this);
        _lastActive = engine.Time.GetTimestamp();
    }

    public Engine Engine { get; }
    public GrainKind Kind { get; }
    public WorkerGroup? Workers { get; }
    public ActivationScheduler Scheduler { get; }
    public GrainId GrainId { get; }
    public object? GrainInstance { get; private set; }
    public ActivationId ActivationId { get; } = ActivationId.NewId();
    public Task Deactivated => _deactivated.Task;
    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? Engine.Services;

    /// <summary>Consumers of streams in this activation, by subscription.</summary>
    public Dictionary<Guid, object> StreamConsumers { get; } = [];

    /// <summary>Calls given to this stateless worker and not finished; any thread.</summary>
    internal int Load;

    /// <summary>Any thread; a hint only.</summary>
    public TimeSpan IdleFor => Engine.Time.GetElapsedTime(Volatile.Read(ref _lastActive));

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId}{ActivationId}";

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        var now = Engine.Time.GetUtcNow();
        _keepAliveUntil = timeSpan == TimeSpan.MaxValue || timeSpan == Timeout.InfiniteTimeSpan || timeSpan > DateTimeOffset.MaxValue - now
            ? DateTimeOffset.MaxValue
            : timeSpan <= TimeSpan.Zero ? default : now + timeSpan;
    }

    /// <summary>Any thread. Deactivates when it still has been idle for that long once its scheduler comes to it.</summary>
    public Task DeactivateWhenIdle(TimeSpan age, DeactivationReason reason)
    {
        var decided = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Scheduler.Post(() =>
        {
            decided.TrySetResult();
            if (_state != State.Active || _running > 0 || _waiting is { Count: > 0 }) return;
            if (IdleFor < age || _keepAliveUntil > Engine.Time.GetUtcNow()) return;
            BeginDeactivation(reason);
        });
        return decided.Task;
    }

    public void AddTimer(GrainTimer timer) => _timers.Add(timer);

    public void RemoveTimer(GrainTimer timer) => _timers.Remove(timer);

    private enum State
    {
        Created,
        Activating,
        Active,
        Deactivating,
        Gone,
    }
}
