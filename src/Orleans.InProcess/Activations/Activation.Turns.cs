using Orleans.InProcess.Calls;
using Orleans.Storage;

namespace Orleans.InProcess.Activations;

// Which call may start while others are at an await. As in Orleans one running call blocks others: the one that started when none
// did. Readers that join a reader do not block, so a write waits for the first of them only, and may start while the rest are at an await.
internal sealed partial class Activation
{
    private Dictionary<Guid, int>? _chains;
    private LinkedList<Call>? _waiting;
    private int _running;
    private Call? _blocking;
    private int _waitingInterleaved;
    private bool _draining;

    /// <summary>A call has come.</summary>
    public void Receive(Call call)
    {
        if (_state == State.Gone)
        {
            Forward(call);
            return;
        }

        if (_state == State.Active && CanStart(call))
        {
            Start(call);
            return;
        }

        (_waiting ??= new()).AddLast(call);
        if (call.AlwaysInterleave) _waitingInterleaved++;
        if (_state == State.Created) _ = Activate(call);
    }

    /// <summary>A call is over; the caller does not know yet, so that what it does next finds this activation as it will be.</summary>
    public void OnFinished(Call call, Exception? exception)
    {
        _running--;
        if (_blocking == call) _blocking = null;
        if (Workers is not null) Interlocked.Decrement(ref Load);
        if (call.CountsAsActivity) Volatile.Write(ref _lastActive, Engine.Time.GetTimestamp());
        if (exception is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            // Its memory is not what its storage says. Only this activation is wrong, not those the exception passes on its way.
            inconsistent.IsSourceActivation = false;
            WantDeactivation(new(DeactivationReasonCode.ApplicationError, inconsistent, "The state is inconsistent with its storage"));
        }
        Drain();
    }

    public void EnterCallChain(Guid chain)
    {
        _chains ??= [];
        _chains[chain] = _chains.GetValueOrDefault(chain) + 1;
        Scheduler.Post(Drain);
    }

    public void LeaveCallChain(Guid chain)
    {
        if (_chains is null || !_chains.TryGetValue(chain, out var count)) return;
        if (count == 1) _chains.Remove(chain);
        else _chains[chain] = count - 1;
    }

    private bool CanStart(Call call)
    {
        if (_chains is { Count: > 0 } && call.Chain != Guid.Empty && _chains.ContainsKey(call.Chain)) return true;
        // It goes as soon as what runs is done: what comes now is for the next activation.
        if (_wanted is not null) return false;
        return _blocking is null || call.AlwaysInterleave || (call.ReadOnly && _blocking.ReadOnly);
    }

    private void Start(Call call)
    {
        if (call.WasCancelled || call.IsExpired)
        {
            // Nobody wants it any more, and it has not begun.
            if (Workers is not null) Interlocked.Decrement(ref Load);
            return;
        }
        Scheduler.StartClean();
        _running++;
        if (!call.AlwaysInterleave && !Kind.Reentrant) _blocking ??= call;
        call.Start(this);
    }

    private void Drain()
    {
        // A call that finishes at once comes back here from inside the loop below: the loop goes on, the stack does not grow.
        if (_draining) return;
        _draining = true;
        try
        {
            while (_state == State.Active && !TryBeginWantedDeactivation() && StartNext())
            {
            }
        }
        finally
        {
            _draining = false;
        }
    }

    private bool StartNext()
    {
        for (var node = _waiting?.First; node is not null; node = node.Next)
        {
            if (!CanStart(node.Value))
            {
                // The common case, a writer behind a writer, looks at one call only.
                if (!WaitingMayInterleave) return false;
                continue;
            }
            _waiting!.Remove(node);
            if (node.Value.AlwaysInterleave) _waitingInterleaved--;
            Start(node.Value);
            return true;
        }
        return false;
    }

    // Behind a call that cannot start, another one can only if it is a reader among readers, comes back along its own chain, or
    // always interleaves (those wait only while the activation comes up).
    private bool WaitingMayInterleave => _chains is { Count: > 0 } || _blocking is null or { ReadOnly: true } || _waitingInterleaved > 0;
}
