namespace Orleans.InProcess.Activations;

/// <summary>Looks for idle activations once a quantum, by the host's clock.</summary>
internal sealed class IdleCollector(Engine engine) : IDisposable
{
    private ITimer? _timer;

    public void Start() => _timer = engine.Time.CreateTimer(_ => Tick(), null, engine.Collection.CollectionQuantum, engine.Collection.CollectionQuantum);

    public void Dispose() => _timer?.Dispose();

    /// <summary>Deactivates what has been idle for longer than its own age, or than the given one; completes when they are gone.</summary>
    public Task Collect(TimeSpan? age)
    {
        var reason = age is null
            ? new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Idle for longer than its collection age")
            : new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Idle, and collection was asked for");
        return Task.WhenAll(engine.Catalog.Activations
            .Where(a => a.Kind.Age != Timeout.InfiniteTimeSpan && a.IsActive && a.IdleFor >= (age ?? a.Kind.Age))
            .Select(a => a.DeactivateWhenIdle(age ?? a.Kind.Age, reason))
            .ToList());
    }

    private void Tick()
    {
        try
        {
            _ = Collect(null);
        }
        catch (Exception exception)
        {
            engine.Log.CollectionFailed(exception);
        }
    }
}
