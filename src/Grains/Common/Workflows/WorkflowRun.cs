using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>The rules of a run, pure: what comes next, and what each outcome makes of the state.</summary>
internal static class WorkflowRun
{
    private static readonly Error Finished = Error.Conflict("workflows.finished", "This run has ended. There is nothing to try again or to take back.");
    private static readonly Error PastPivot = Error.Conflict("workflows.past_pivot", "What this run does cannot be taken back any more: it may be done already. It can only be tried again.");
    private static readonly Error Unknown = Error.NotFound("workflows.unknown", "There is no such run.");

    public static Decision<WorkflowState<T>> Begin<T>(WorkflowState<T> state, string kind, T input, IEnumerable<string> steps, DateTimeOffset now) =>
        state.Kind.Length > 0 ? Decision<WorkflowState<T>>.NoChange(state)
            : Decision<WorkflowState<T>>.Of(new(kind, input, WorkflowPhase.Running, [.. steps.Select(s => new WorkflowStepState(s))], now, now));

    /// <summary>The step to do, or when compensating the step to undo; null when the run is at its end.</summary>
    public static WorkflowStepState? Next<T>(WorkflowState<T> state, Func<string, bool> canUndo) => state.Phase switch
    {
        WorkflowPhase.Running or WorkflowPhase.Waiting => state.Steps.FirstOrDefault(s => !s.Done),
        WorkflowPhase.Compensating => state.Steps.LastOrDefault(s => (s.Done || s.Uncertain) && !s.Undone && canUndo(s.Name)),
        _ => null,
    };

    /// <summary>Counts a try before it is made. Asking again how a step that waits stands is no new try.</summary>
    public static WorkflowState<T> Intend<T>(WorkflowState<T> state, string step, DateTimeOffset now) => state.Phase switch
    {
        WorkflowPhase.Waiting => state,
        WorkflowPhase.Running => With(state, step, now, s => s with { Attempts = s.Attempts + 1, Uncertain = true }),
        _ => With(state, step, now, s => s with { UndoAttempts = s.UndoAttempts + 1 }),
    };

    /// <summary>The step waits for somebody else: the run is suspended.</summary>
    public static WorkflowState<T> Waits<T>(WorkflowState<T> state, string step, DateTimeOffset until, DateTimeOffset now) =>
        state.Phase is WorkflowPhase.Waiting && state.Steps.First(s => s.Name == step) is { Error: null } waiting && waiting.WaitsUntil == until ? state
            : With(state, step, now, s => s with { WaitsUntil = until, Error = null, Uncertain = true }) with { Phase = WorkflowPhase.Waiting };

    public static WorkflowState<T> Succeeded<T>(WorkflowState<T> state, string step, string outcome, DateTimeOffset now) => state.IsForward
        ? With(state, step, now, s => s with { Done = true, Uncertain = false, Outcome = outcome, Error = null, At = now, WaitsUntil = null }) with { Phase = WorkflowPhase.Running }
        : With(state, step, now, s => s with { Undone = true, Error = null });

    /// <summary>A try that failed. One that may succeed later is only noted, until it was tried often enough.</summary>
    public static WorkflowState<T> Failed<T>(WorkflowState<T> state, string step, Error error, int maxAttempts, DateTimeOffset now, bool stops = false, bool partial = false)
    {
        var mayRetry = error.Kind is ErrorKind.Unavailable or ErrorKind.TooMany;
        var noted = With(state, step, now, s => s with { Error = error.Code, Uncertain = mayRetry ? s.Uncertain : partial });
        var tried = noted.Steps.First(s => s.Name == step);
        var reason = new WorkflowReason(step, error.Code, error.Message);
        // A step that waits asks how things stand: that this fails for a while is no reason to give up.
        if (state.Phase is WorkflowPhase.Waiting && mayRetry) return noted;
        if (state.IsForward && (!mayRetry || tried.Attempts >= maxAttempts))
        {
            var ended = With(noted, step, now, s => s with { WaitsUntil = null });
            return stops ? ended with { Phase = WorkflowPhase.Failed, StoppedIn = WorkflowPhase.Running, Reason = reason }
                : ended with { Phase = WorkflowPhase.Compensating, Reason = reason };
        }
        // Nothing can be taken back any further without a person.
        return noted.Phase is WorkflowPhase.Compensating && (!mayRetry || tried.UndoAttempts >= maxAttempts)
            ? noted with { Phase = WorkflowPhase.Failed, StoppedIn = WorkflowPhase.Compensating, Reason = noted.Reason ?? reason } : noted;
    }

    /// <summary>A person has it tried again now: a run that failed goes on in the direction it was going, with its tries counted anew.</summary>
    public static Decision<WorkflowState<T>> Retry<T>(WorkflowState<T> state, Func<string, bool> canUndo, DateTimeOffset now)
    {
        if (state.Kind.Length == 0) return Unknown;
        if (state.IsUnfinished) return Decision<WorkflowState<T>>.NoChange(state);
        if (state.Phase is not WorkflowPhase.Failed) return Finished;
        var direction = state.StoppedIn ?? WorkflowPhase.Compensating;
        var again = state with { Phase = direction, StoppedIn = null, Reason = direction is WorkflowPhase.Running ? null : state.Reason };
        return Decision<WorkflowState<T>>.Of(Next(again, canUndo) is { } step ? With(again, step.Name, now, s => s with { Attempts = 0, UndoAttempts = 0 }) : again, new WorkflowRetried(state.Kind));
    }

    /// <summary>A person, or whoever the run is for, has everything taken back.</summary>
    public static Decision<WorkflowState<T>> TurnRound<T>(WorkflowState<T> state, WorkflowReason reason, Func<string, bool> isPivot, DateTimeOffset now)
    {
        if (state.Kind.Length == 0) return Unknown;
        if (state.Phase is WorkflowPhase.Compensating) return Decision<WorkflowState<T>>.NoChange(state);
        if (!IsOnItsWay(state)) return Finished;
        if (IsPast(state, isPivot)) return PastPivot;
        return Decision<WorkflowState<T>>.Of(state with
        {
            Phase = WorkflowPhase.Compensating, Reason = reason, StoppedIn = null, ChangedAt = now, Steps = [.. state.Steps.Select(s => s with { WaitsUntil = null, UndoAttempts = 0 })],
        }, new WorkflowTurnedRound(state.Kind, reason.Code));
    }

    /// <summary>What the document tells; whether it may be turned round, the steps of its kind say.</summary>
    public static WorkflowStatus Status<T>(WorkflowState<T> state, string key) => new(state.Kind, key, state.Phase,
        [.. state.Steps.Select(s => new WorkflowStepStatus(s.Name, s.Done && !s.Undone, s.Attempts, s.Error, s.At, s.Undone, s.UndoAttempts, s.WaitsUntil))], state.StartedAt, state.ChangedAt, state.Reason);

    public static bool MayTurnRound<T>(WorkflowState<T> state, Func<string, bool> isPivot) => state.Kind.Length > 0 && IsOnItsWay(state) && !IsPast(state, isPivot);

    private static bool IsOnItsWay<T>(WorkflowState<T> state) => state.IsForward || state is { Phase: WorkflowPhase.Failed, StoppedIn: WorkflowPhase.Running };

    private static bool IsPast<T>(WorkflowState<T> state, Func<string, bool> isPivot) => state.Steps.Any(s => (s.Done || s.Uncertain) && isPivot(s.Name));

    public static WorkflowState<T> End<T>(WorkflowState<T> state, DateTimeOffset now) => state with
    {
        Phase = state.IsForward ? WorkflowPhase.Completed : WorkflowPhase.Compensated, ChangedAt = now,
    };

    private static WorkflowState<T> With<T>(WorkflowState<T> state, string step, DateTimeOffset now, Func<WorkflowStepState, WorkflowStepState> change) => state with
    {
        Steps = [.. state.Steps.Select(s => s.Name == step ? change(s) : s)], ChangedAt = now,
    };
}
