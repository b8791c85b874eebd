using Orleans.Placement;

namespace Orleans.Concurrency;

/// <summary>
/// One identity has many activations that work in parallel: a call goes to an idle one, else to a new one, else it waits.
/// The limit is the number of processors unless it is given.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : PlacementAttribute
{
    /// <summary>With the default limit.</summary>
    public StatelessWorkerAttribute() : this(Environment.ProcessorCount) { }

    /// <summary>With at most this many activations.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLocalWorkers, 1);
        MaxLocal = maxLocalWorkers;
    }

    internal int MaxLocal { get; }
}
