using Orleans.Runtime;

namespace LearningHub.Grains.Common;

/// <summary>The base of a process manager. Key <see cref="WorkflowKey"/>, made by the client, so that a start that is repeated is one run. Persists
/// the intent, calls the step with <c>{subject}/{runId}/{step}</c> as the operation id, persists the outcome; after a crash anywhere the step is called again
/// with the same id, and the participant answers as before. A step that waits suspends the run until it is resumed, or its moment comes. A reminder
/// lives only while the run is unfinished.</summary>
internal abstract class WorkflowGrain<TInput>(IAggregateStore store, TimeProvider time) : AggregateGrain<WorkflowState<TInput>>(store), IWorkflowGrain, IRemindable
{
    private const string Reminder = "unfinished";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    /// <summary>However late the moment of a step that waits: it is asked again soon, and no sooner than this.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(250), LongestWait = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;
    private bool _reminded;
    private bool _woken;

    /// <summary>As registered with <c>AddWorkflow</c>; stored, for ever.</summary>
    protected abstract string Kind { get; }

    /// <summary>In the order they are done. A new step goes to the end, for runs that begin after it.</summary>
    protected abstract IReadOnlyList<WorkflowStep<TInput>> Steps { get; }

    protected virtual int MaxAttempts => 12;

    /// <summary>How often a compensation is tried before a person must look.</summary>
    protected virtual int MaxUndoAttempts => MaxAttempts;

    protected virtual TimeSpan RetryAfter(int attempts) => TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(attempts, 8) - 1)));

    /// <summary>Called after each change that was stored: for pushes, never for what must happen.</summary>
    protected virtual Task Changed() => Task.CompletedTask;

    protected TimeProvider Time => time;

    protected WorkflowKey RunKey => WorkflowKey.Parse(Key);

    /// <summary>Begins the run, or answers how far it is when it was begun before.</summary>
    protected async Task<Result<WorkflowStatus>> Begin(TInput input)
    {
        var begun = await Execute(s => WorkflowRun.Begin(s, Kind, input, Steps.Select(x => x.Name), time.GetUtcNow()));
        if (begun.Error is { } error) return error;
        await Resume();
        return Status();
    }

    /// <summary>Begins a run that an event asks for. What can be tried again is thrown as a timeout: the reactor delivers again until the run is stored.
    /// What calls it interleaves: an event that comes again does not wait for a step of a run that it has begun, which would hold up all other events of that reactor.</summary>
    protected async Task BeginForEvent(TInput input)
    {
        if (State.Kind.Length > 0)
        {
            await Resume();
            return;
        }
        var begun = await Begin(input);
        if (begun.Error is { Kind: ErrorKind.Unavailable } later) throw new TimeoutException($"{Kind} was not begun yet: {later.Code}");
        if (!begun.IsOk) throw new InvalidOperationException($"{Kind} was not begun: {begun.Error.Code}");
    }

    public async Task Resume()
    {
        if (!State.IsUnfinished) return;
        // A tick under way may have asked already: it must ask once more.
        _woken = true;
        // A run that waits between two tries is left alone: a silo that starts must not use up the tries of runs elsewhere.
        if (_timer is null || State.Phase is WorkflowPhase.Waiting) Schedule(TimeSpan.Zero);
        if (!_reminded) await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        _reminded = true;
    }

    public Task<Result<WorkflowStatus>> GetStatus() => Task.FromResult<Result<WorkflowStatus>>(
        State.Kind.Length > 0 ? Status() : Error.NotFound("workflows.unknown", "There is no such run."));

    public Task<Result<WorkflowStatus>> Retry() => Steer(s => WorkflowRun.Retry(s, CanUndo, time.GetUtcNow()));

    public Task<Result<WorkflowStatus>> Compensate() => TurnRound(new("", "workflows.turned_round", "An administrator had it taken back.", Actor.UserId));

    /// <summary>Has everything taken back that was done so far.</summary>
    protected Task<Result<WorkflowStatus>> TurnRound(WorkflowReason reason) => Steer(s => WorkflowRun.TurnRound(s, reason, IsPivot, time.GetUtcNow()));

    private async Task<Result<WorkflowStatus>> Steer(Func<WorkflowState<TInput>, Decision<WorkflowState<TInput>>> decide)
    {
        var steered = await Execute(decide);
        if (steered.Error is { } error) return error;
        await Changed();
        if (_timer is not null && State.IsUnfinished) Schedule(TimeSpan.Zero);
        await Resume();
        return Status();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _reminded = true;
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
        _woken = false;
        try
        {
            if (await Advance() is { } due) wait = due;
            if (!State.IsUnfinished) { await Forget(); return; }
        }
        finally
        {
            // Also when the store threw: a run never waits for its reminder alone. And who woke it meanwhile is not forgotten.
            if (State.IsUnfinished) Schedule(_woken && State.Phase is WorkflowPhase.Waiting ? TimeSpan.Zero : wait);
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

        var (phase, forward) = (State.Phase, State.IsForward);
        if (!await Keep(s => IsStillNext(s, next.Name, forward) ? WorkflowRun.Intend(s, next.Name, time.GetUtcNow()) : s)) return null;
        var result = await Call(next.Name);
        if (!await Keep(s => IsStillNext(s, next.Name, forward) ? After(s, next.Name, result) : s)) return null;

        var tried = State.Steps.First(s => s.Name == next.Name);
        if (State.Phase is WorkflowPhase.Waiting && result.Until is { } until) return Bounded(until - time.GetUtcNow());
        var again = result.Error is not null && State.IsForward == forward && State.IsUnfinished;
        return again ? RetryAfter(phase is WorkflowPhase.Waiting ? 3 : forward ? tried.Attempts : tried.UndoAttempts) : TimeSpan.Zero;
    }

    private WorkflowState<TInput> After(WorkflowState<TInput> state, string name, StepResult result)
    {
        var now = time.GetUtcNow();
        if (result.Until is { } until) return WorkflowRun.Waits(state, name, until, now);
        if (result.Error is not { } error) return WorkflowRun.Succeeded(state, name, result.Outcome ?? "", now);
        var step = Steps.FirstOrDefault(s => s.Name == name);
        var most = state.IsForward ? step is { Persists: true } ? int.MaxValue : MaxAttempts : MaxUndoAttempts;
        return WorkflowRun.Failed(state, name, error, most, now, step is { Stops: true }, step is { Partial: true });
    }

    private async Task<StepResult> Call(string name)
    {
        if (Steps.FirstOrDefault(s => s.Name == name) is not { } step) return Error.Conflict("workflows.unknown_step", "This version does not know the step.");
        var undo = State.Phase is WorkflowPhase.Compensating;
        // With the subject: two runs may have the same id (a client makes it), and must never get each other's recorded answers.
        var operation = $"{RunKey.Subject}/{RunKey.RunId}/{name}{(undo ? "/undo" : "")}";
        var outcomes = State.Steps.Where(s => s.Outcome is not null).ToDictionary(s => s.Name, s => s.Outcome!);
        var context = new WorkflowContext<TInput>(RunKey, State.Input!, operation, outcomes, State.StartedAt, State.Reason);
        try { return undo ? await step.Undo!(context) : await step.Do(context); }
        catch (Exception e) { return new Error("workflows.step_threw", e.GetType().Name, ErrorKind.Unavailable); }
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;

    private bool CanUndo(string name) => Steps.FirstOrDefault(s => s.Name == name)?.Undo is not null;
    private bool IsPivot(string name) => Steps.FirstOrDefault(s => s.Name == name) is { IsPivot: true };
    private bool IsStillNext(WorkflowState<TInput> state, string step, bool forward) => state.IsUnfinished && state.IsForward == forward && WorkflowRun.Next(state, CanUndo)?.Name == step;

    /// <summary>False: not stored, as far as we know.</summary>
    private async Task<bool> Keep(Func<WorkflowState<TInput>, WorkflowState<TInput>> change)
    {
        var before = Version;
        var stored = await Execute(s => change(s) is var next && ReferenceEquals(next, s) ? Decision<WorkflowState<TInput>>.NoChange(s) : Decision<WorkflowState<TInput>>.Of(next));
        if (stored.IsOk && Version != before) await Changed();
        return stored.IsOk;
    }

    private async Task Forget()
    {
        _timer?.Dispose();
        _timer = null;
        _reminded = false;
        if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
    }

    protected WorkflowStatus Status() => WorkflowRun.Status(State, Key) with { MayTurnRound = WorkflowRun.MayTurnRound(State, IsPivot) };
}
