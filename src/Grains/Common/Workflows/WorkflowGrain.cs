using Orleans.Runtime;

namespace LearningHub.Grains.Common;

/// <summary>The base of a process manager. Key <see cref="WorkflowKey"/>, made by the client, so that a start that is repeated is one run. Persists
/// the intent, calls the step with <c>{runId}/{step}</c> as the operation id, persists the outcome; after a crash anywhere the step is called again
/// with the same id, and the participant answers as before. A reminder lives only while the run is unfinished.</summary>
internal abstract class WorkflowGrain<TInput>(IAggregateStore store, TimeProvider time) : AggregateGrain<WorkflowState<TInput>>(store), IWorkflowGrain, IRemindable
{
    private const string Reminder = "unfinished";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private IGrainTimer? _timer;
    private bool _reminded;

    /// <summary>As registered with <c>AddWorkflow</c>; stored, for ever.</summary>
    protected abstract string Kind { get; }

    /// <summary>In the order they are done. A new step goes to the end, for runs that begin after it.</summary>
    protected abstract IReadOnlyList<WorkflowStep<TInput>> Steps { get; }

    protected virtual int MaxAttempts => 12;
    protected virtual TimeSpan RetryAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, attempts - 1)));

    private WorkflowKey RunKey => WorkflowKey.Parse(Key);

    /// <summary>Begins the run, or answers how far it is when it was begun before.</summary>
    protected async Task<Result<WorkflowStatus>> Begin(TInput input)
    {
        var begun = await Execute(s => WorkflowRun.Begin(s, Kind, input, Steps.Select(x => x.Name), time.GetUtcNow()));
        if (begun.Error is { } error) return error;
        await Resume();
        return Status();
    }

    public async Task Resume()
    {
        if (!State.IsUnfinished) return;
        if (!_reminded) await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        _reminded = true;
        Schedule(TimeSpan.Zero);
    }

    public Task<Result<WorkflowStatus>> GetStatus() => Task.FromResult<Result<WorkflowStatus>>(
        State.Kind.Length > 0 ? Status() : Error.NotFound("workflows.unknown", "There is no such run."));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (State.IsUnfinished) await Resume();
        else await Forget();
    }

    private void Schedule(TimeSpan due)
    {
        // Ticks never overlap: a run that is under way is not disturbed.
        if (_timer is null) _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        else _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private async Task Tick(CancellationToken cancellation)
    {
        using var _ = ActorContext.As(Actor.System(RunKey.Tenant));
        var wait = RetryAfter(1);
        try
        {
            if (await Advance() is { } due) wait = due;
            if (!State.IsUnfinished) { await Forget(); return; }
        }
        finally
        {
            // Also when the store threw: a run never waits for its reminder alone.
            if (State.IsUnfinished) Schedule(wait);
        }
    }

    /// <summary>Does one step. Answers how long to wait before the next; null when nothing is known to be stored.</summary>
    private async Task<TimeSpan?> Advance()
    {
        if (WorkflowRun.Next(State, CanUndo) is not { } next)
        {
            await Keep(s => s.IsUnfinished && WorkflowRun.Next(s, CanUndo) is null ? WorkflowRun.End(s, time.GetUtcNow()) : s);
            return null;
        }

        var phase = State.Phase;
        if (!await Keep(s => IsStillNext(s, next.Name, phase) ? WorkflowRun.Intend(s, next.Name, time.GetUtcNow()) : s)) return null;
        var result = await Call(next.Name);
        if (!await Keep(s => !IsStillNext(s, next.Name, phase) ? s
            : result.Error is { } error ? WorkflowRun.Failed(s, next.Name, error, MaxAttempts, time.GetUtcNow())
            : WorkflowRun.Succeeded(s, next.Name, result.Value ?? "", time.GetUtcNow()))) return null;

        var tried = State.Steps.First(s => s.Name == next.Name);
        var again = result.Error is not null && State.Phase == phase;
        return again ? RetryAfter(phase is WorkflowPhase.Running ? tried.Attempts : tried.UndoAttempts) : TimeSpan.Zero;
    }

    private async Task<Result<string>> Call(string name)
    {
        if (Steps.FirstOrDefault(s => s.Name == name) is not { } step) return Error.Conflict("workflows.unknown_step", "This version does not know the step.");
        var undo = State.Phase is WorkflowPhase.Compensating;
        var operation = $"{RunKey.RunId}/{name}{(undo ? "/undo" : "")}";
        var outcomes = State.Steps.Where(s => s.Outcome is not null).ToDictionary(s => s.Name, s => s.Outcome!);
        try { return await (undo ? step.Undo! : step.Do)(new(RunKey, State.Input!, operation, outcomes)); }
        catch (Exception e) { return new Error("workflows.step_threw", e.GetType().Name, ErrorKind.Unavailable); }
    }

    private bool CanUndo(string name) => Steps.FirstOrDefault(s => s.Name == name)?.Undo is not null;
    private bool IsStillNext(WorkflowState<TInput> state, string step, WorkflowPhase phase) => state.Phase == phase && WorkflowRun.Next(state, CanUndo)?.Name == step;

    /// <summary>False: not stored, as far as we know.</summary>
    private async Task<bool> Keep(Func<WorkflowState<TInput>, WorkflowState<TInput>> change)
    {
        var stored = await Execute(s => change(s) is var next && ReferenceEquals(next, s) ? Decision<WorkflowState<TInput>>.NoChange(s) : Decision<WorkflowState<TInput>>.Of(next));
        return stored.IsOk;
    }

    private async Task Forget()
    {
        _timer?.Dispose();
        _timer = null;
        _reminded = false;
        if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
    }

    private WorkflowStatus Status() => new(State.Kind, Key, State.Phase,
        [.. State.Steps.Select(s => new WorkflowStepStatus(s.Name, s.Done && !s.Undone, s.Attempts, s.Error, s.At))], State.StartedAt, State.ChangedAt);
}
