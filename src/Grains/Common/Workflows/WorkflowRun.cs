using System.Collections.Immutable;

namespace LearningHub.Grains.Common;

/// <summary>The rules of a run, pure: what comes next, and what each outcome makes of the state.</summary>
internal static class WorkflowRun
{
    public static Decision<WorkflowState<T>> Begin<T>(WorkflowState<T> state, string kind, T input, IEnumerable<string> steps, DateTimeOffset now) =>
        state.Kind.Length > 0 ? Decision<WorkflowState<T>>.NoChange(state)
            : Decision<WorkflowState<T>>.Of(new(kind, input, WorkflowPhase.Running, [.. steps.Select(s => new WorkflowStepState(s))], now, now));

    /// <summary>The step to do, or when compensating the step to undo; null when the run is at its end.</summary>
    public static WorkflowStepState? Next<T>(WorkflowState<T> state, Func<string, bool> canUndo) => state.Phase switch
    {
        WorkflowPhase.Running => state.Steps.FirstOrDefault(s => !s.Done),
        WorkflowPhase.Compensating => state.Steps.LastOrDefault(s => (s.Done || s.Uncertain) && !s.Undone && canUndo(s.Name)),
        _ => null,
    };

    /// <summary>Counts a try before it is made.</summary>
    public static WorkflowState<T> Intend<T>(WorkflowState<T> state, string step, DateTimeOffset now) => With(state, step, now, s =>
        state.Phase is WorkflowPhase.Running ? s with { Attempts = s.Attempts + 1, Uncertain = true } : s with { UndoAttempts = s.UndoAttempts + 1 });

    public static WorkflowState<T> Succeeded<T>(WorkflowState<T> state, string step, string outcome, DateTimeOffset now) => With(state, step, now, s =>
        state.Phase is WorkflowPhase.Running ? s with { Done = true, Uncertain = false, Outcome = outcome, Error = null, At = now } : s with { Undone = true, Error = null });

    /// <summary>A try that failed. One that may succeed later is only noted, until it was tried often enough.</summary>
    public static WorkflowState<T> Failed<T>(WorkflowState<T> state, string step, Error error, int maxAttempts, DateTimeOffset now)
    {
        var mayRetry = error.Kind is ErrorKind.Unavailable or ErrorKind.TooMany;
        var noted = With(state, step, now, s => s with { Error = error.Code, Uncertain = s.Uncertain && mayRetry });
        var tried = noted.Steps.First(s => s.Name == step);
        return noted.Phase switch
        {
            WorkflowPhase.Running when !mayRetry || tried.Attempts >= maxAttempts => noted with { Phase = WorkflowPhase.Compensating },
            // Nothing can be taken back any further without a person.
            WorkflowPhase.Compensating when !mayRetry || tried.UndoAttempts >= maxAttempts => noted with { Phase = WorkflowPhase.Failed },
            _ => noted,
        };
    }

    public static WorkflowState<T> End<T>(WorkflowState<T> state, DateTimeOffset now) => state with
    {
        Phase = state.Phase is WorkflowPhase.Running ? WorkflowPhase.Completed : WorkflowPhase.Compensated, ChangedAt = now,
    };

    private static WorkflowState<T> With<T>(WorkflowState<T> state, string step, DateTimeOffset now, Func<WorkflowStepState, WorkflowStepState> change) => state with
    {
        Steps = [.. state.Steps.Select(s => s.Name == step ? change(s) : s)], ChangedAt = now,
    };
}
