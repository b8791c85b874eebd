using System.Diagnostics;
using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans.InProcess.Calls;

/// <summary>One call on its way: made by a reference, a timer, a reminder or a stream, and run by one activation.</summary>
internal abstract class Call(Engine engine, MethodEntry entry, GrainId target, object?[] args)
{
    // Neighbours in the list of calls that wait for an answer; owned by PendingCalls.
    internal Call? Previous, Next;
    internal int Stripe = -1;
    internal long Deadline;

    public Engine Engine { get; } = engine;
    public MethodEntry Entry { get; } = entry;
    public GrainId Target { get; } = target;
    public object?[] Args { get; } = args;
    public GrainId? Source { get; init; }
    public CallContext? Context { get; init; }
    public Activity? Parent { get; init; }

    /// <summary>A timer's tick: dies with its activation, and is not activity unless the timer says so.</summary>
    public bool IsTick { get; init; }
    public bool CountsAsActivity { get; init; } = true;
    public bool AlwaysInterleave { get; init; } = entry.AlwaysInterleave;
    public bool ReadOnly => Entry.ReadOnly;
    public Guid Chain => Context?.ReentrancyId ?? Guid.Empty;

    /// <summary>True once the caller cancelled it.</summary>
    public bool WasCancelled { get; protected set; }

    /// <summary>Its caller has given up, or is about to. Work that nobody waits for any more only makes those behind it late too.</summary>
    public bool IsExpired => Deadline > 0 && Deadline <= Stopwatch.GetTimestamp();

    /// <summary>Runs on the scheduler of the activation; tells it when it is over, then answers the caller.</summary>
    public abstract void Start(Activation activation);

    /// <summary>Answers the caller with an exception.</summary>
    public abstract void Fail(Exception exception);
}
