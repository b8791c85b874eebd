using Orleans.InProcess.Calls;
using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

/// <summary>The activations of one stateless worker.</summary>
internal sealed class WorkerGroup(Engine engine, GrainKind kind, GrainId id, int max)
{
    private readonly Lock _gate = new();
    private readonly List<Activation> _workers = [];
    private bool _closed;

    public bool TryPost(Call call)
    {
        while (true)
        {
            Activation chosen;
            lock (_gate)
            {
                if (_closed) return false;
                chosen = Choose();
                Interlocked.Increment(ref chosen.Load);
            }
            if (chosen.Scheduler.TryPost(call)) return true;
            lock (_gate) _workers.Remove(chosen);
        }
    }

    public List<Activation> Snapshot()
    {
        lock (_gate) return [.. _workers];
    }

    /// <summary>True when it was the last: the group is closed then.</summary>
    public bool Remove(Activation worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
            return _closed |= _workers.Count == 0;
        }
    }

    // An idle one, else a new one, else the one with the shortest queue.
    private Activation Choose()
    {
        var best = _workers.MinBy(static w => w.Load);
        if (best is not null && (best.Load == 0 || _workers.Count >= max)) return best;
        var worker = new Activation(engine, kind, id, this);
        _workers.Add(worker);
        return worker;
    }
}
