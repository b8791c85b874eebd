using System.Collections.Concurrent;
using Orleans.InProcess.Calls;
using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

/// <summary>
/// The activations, at most one a grain (stateless workers: one group a grain). An entry leaves only when its activation is gone,
/// so calls that come while it deactivates wait for its successor.
/// </summary>
internal sealed class Catalog(Engine engine)
{
    private readonly ConcurrentDictionary<GrainId, object> _entries = new();

    public IEnumerable<Activation> Activations => _entries.Values.SelectMany(static e => e is WorkerGroup group ? group.Snapshot() : [(Activation)e]);

    public void Dispatch(GrainKind kind, Call call)
    {
        while (true)
        {
            if (!_entries.TryGetValue(call.Target, out var entry))
            {
                entry = _entries.GetOrAdd(
                    call.Target,
                    static (id, at) => at.kind.MaxWorkers is { } max ? new WorkerGroup(at.engine, at.kind, id, max) : new Activation(at.engine, at.kind, id, null),
                    (engine, kind));
            }
            if (entry is Activation activation ? activation.Scheduler.TryPost(call) : ((WorkerGroup)entry).TryPost(call)) return;
            // It closed between the lookup and now.
            _entries.TryRemove(new(call.Target, entry));
        }
    }

    public void Remove(Activation activation)
    {
        if (activation.Workers is not { } workers) _entries.TryRemove(new(activation.GrainId, activation));
        else if (workers.Remove(activation)) _entries.TryRemove(new(activation.GrainId, workers));
    }

    /// <summary>Bounded: what does not deactivate in time is left behind.</summary>
    public async Task DeactivateAll(CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(engine.Collection.DeactivationTimeout);
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The host stops");
        try
        {
            // Grains that deactivate may call others and so wake them: a few rounds, not for ever.
            for (var round = 0; round < 5; round++)
            {
                var activations = Activations.ToList();
                if (activations.Count == 0) return;
                foreach (var activation in activations) activation.Deactivate(reason);
                await Task.WhenAll(activations.Select(static a => a.Deactivated)).WaitAsync(bound.Token);
            }
        }
        catch (OperationCanceledException)
        {
            engine.Log.LeftBehind(Activations.Count());
        }
    }
}
