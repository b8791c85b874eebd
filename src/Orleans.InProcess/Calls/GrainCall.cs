using System.Diagnostics;
using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans.InProcess.Calls;

internal sealed class GrainCall<T>(Engine engine, MethodEntry<T> entry, GrainId target, object?[] args) : Call(engine, entry, target, args)
{
    // Answers continue elsewhere: a caller's continuation must never run inside the callee's turn.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _calleeToken;
    private CancellationTokenRegistration _callerToken;
    private Activation? _startedOn;

    public Task<T> Answer => _answer.Task;

    /// <summary>
    /// The caller's token ends the wait at once; the callee gets a token of its own that is cancelled on its own scheduler, so
    /// that callbacks on it are turns like any other code of the grain.
    /// </summary>
    public void Observe(CancellationToken caller)
    {
        _calleeToken = new CancellationTokenSource();
        Args[entry.CancellationIndex] = _calleeToken.Token;
        _callerToken = caller.UnsafeRegister(static (state, token) => ((GrainCall<T>)state!).OnCancelled(token), this);
    }

    public override void Start(Activation activation)
    {
        _startedOn = activation;
        RequestContext.Current = Context;
        var activity = Engine.Activities?.Begin(this);
        ValueTask<T> running;
        try
        {
            var grain = activation.GrainInstance!;
            running = Engine.IncomingFilters.Length == 0 && grain is not IIncomingGrainCallFilter
                ? entry.Invoke(grain, Args)
                : InvokeFiltered(activation, grain);
        }
        catch (Exception exception)
        {
            running = ValueTask.FromException<T>(exception);
        }

        if (running.IsCompletedSuccessfully) Finish(activation, activity, running.Result);
        else _ = FinishLater(activation, activity, running);
    }

    public override void Fail(Exception exception)
    {
        Forget();
        if (Entry.OneWay) Engine.Log.OneWayFailed(exception, Entry.Name, Target);
        _answer.TrySetException(exception);
        // Nobody awaits the answer of a one-way call or of a caller that gave up: its exception counts as seen.
        _ = _answer.Task.Exception;
    }

    private async Task FinishLater(Activation activation, Activity? activity, ValueTask<T> running)
    {
        try
        {
            Finish(activation, activity, await running);
        }
        catch (Exception exception)
        {
            if (activity is not null)
            {
                activity.SetStatus(ActivityStatusCode.Error, exception.Message);
                activity.Dispose();
            }
            activation.OnFinished(this, exception);
            Fail(exception);
        }
    }

    private void Finish(Activation activation, Activity? activity, T result)
    {
        activity?.Dispose();
        activation.OnFinished(this, null);
        Forget();
        _answer.TrySetResult(result);
    }

    private async ValueTask<T> InvokeFiltered(Activation activation, object grain)
    {
        var context = new IncomingCallContext<T>(this, entry, activation, grain);
        await context.Invoke();
        return context.Answer;
    }

    private void OnCancelled(CancellationToken token)
    {
        WasCancelled = true;
        Engine.Pending.Remove(this);
        _answer.TrySetException(new OperationCanceledException(token));
        _ = _answer.Task.Exception;
        if (_startedOn is { } activation) activation.Scheduler.Post(() => _calleeToken!.Cancel());
        else _calleeToken!.Cancel();
    }

    private void Forget()
    {
        Engine.Pending.Remove(this);
        _callerToken.Dispose();
    }
}
