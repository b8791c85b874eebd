using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess.Calls;
using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

// From the first call to the last.
internal sealed partial class Activation
{
    private volatile State _state;
    private DeactivationReason? _wanted;

    /// <summary>Any thread.</summary>
    public bool IsActive => _state is State.Active or State.Activating;

    /// <summary>Any thread.</summary>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (GrainThread.Current == this) WantDeactivation(deactivationReason);
        else Scheduler.Post(() => WantDeactivation(deactivationReason));
    }

    private void WantDeactivation(DeactivationReason reason)
    {
        _wanted ??= reason;
        if (_state == State.Created) Finish();
        else if (_running == 0) Scheduler.Post(Drain);
    }

    private bool TryBeginWantedDeactivation()
    {
        if (_wanted is not { } reason || _running > 0) return false;
        BeginDeactivation(reason);
        return true;
    }

    private async Task Activate(Call first)
    {
        _state = State.Activating;
        RequestContext.Current = first.Context;
        try
        {
            _scope = Engine.Services.CreateAsyncScope();
            GrainInstance = await Kind.Create(this);
            using var timeout = new CancellationTokenSource(Engine.Collection.ActivationTimeout);
            if (GrainInstance is IGrainBase grain)
            {
                await grain.OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
            }
        }
        catch (Exception exception)
        {
            Engine.Log.ActivationFailed(exception, GrainId);
            await FailActivation(exception);
            return;
        }

        Volatile.Write(ref _lastActive, Engine.Time.GetTimestamp());
        _state = State.Active;
        RequestContext.Current = null;
        // A grain that wants to go while it comes still serves the call that woke it.
        if (_wanted is not null && _waiting?.First is { } call)
        {
            _waiting.Remove(call);
            if (call.Value.AlwaysInterleave) _waitingInterleaved--;
            Start(call.Value);
        }
        Drain();
    }

    private async Task FailActivation(Exception exception)
    {
        _state = State.Deactivating;
        StopTimers();
        await DisposeGrain();
        var calls = Leave();
        foreach (var call in calls)
        {
            if (Workers is not null) Interlocked.Decrement(ref Load);
            call.Fail(exception);
        }
        _deactivated.TrySetResult();
    }

    private void BeginDeactivation(DeactivationReason reason)
    {
        _state = State.Deactivating;
        RequestContext.Current = null;
        _ = Leaving(reason);
    }

    private async Task Leaving(DeactivationReason reason)
    {
        StopTimers();
        if (GrainInstance is IGrainBase grain)
        {
            try
            {
                using var timeout = new CancellationTokenSource(Engine.Collection.DeactivationTimeout);
                await grain.OnDeactivateAsync(reason, timeout.Token).WaitAsync(timeout.Token);
            }
            catch (Exception exception)
            {
                Engine.Log.DeactivationFailed(exception, GrainId);
            }
        }
        await DisposeGrain();
        Finish();
    }

    private async Task DisposeGrain()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else if (GrainInstance is IDisposable synchronous) synchronous.Dispose();
            if (_scope is { } scope) await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Engine.Log.DeactivationFailed(exception, GrainId);
        }
    }

    private void Finish()
    {
        if (_state == State.Gone) return;
        foreach (var call in Leave()) Forward(call);
        _deactivated.TrySetResult();
    }

    // Out of the catalog only now: until here calls for this grain waited, so that its next activation never overlaps with this one.
    private List<Call> Leave()
    {
        _state = State.Gone;
        List<Call> left = [.. _waiting ?? [], .. Scheduler.Close()];
        _waiting = null;
        GrainInstance = null;
        StreamConsumers.Clear();
        Engine.Catalog.Remove(this);
        return left;
    }

    private void Forward(Call call)
    {
        if (Workers is not null) Interlocked.Decrement(ref Load);
        if (!call.IsTick) Engine.Catalog.Dispatch(Kind, call);
    }

    private void StopTimers()
    {
        foreach (var timer in _timers.ToArray()) timer.Dispose();
        _timers.Clear();
    }
}
