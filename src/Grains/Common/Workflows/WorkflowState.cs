using System.Collections.Immutable;

namespace LearningHub.Grains.Common;

/// <summary>A run as it is stored. All kinds share one aggregate type, so that the recovery sweep finds them with one query.</summary>
/// <param name="Reason">What turned it round or stopped it.</param>
/// <param name="StoppedIn">Of a failed run: the direction it was going.</param>
internal sealed record WorkflowState<TInput>(
    string Kind, TInput? Input, WorkflowPhase Phase, ImmutableArray<WorkflowStepState> Steps, DateTimeOffset StartedAt, DateTimeOffset ChangedAt,
    WorkflowReason? Reason = null, WorkflowPhase? StoppedIn = null) : IAggregateState<WorkflowState<TInput>>
{
    public static string AggregateType => "workflow";
    public static WorkflowState<TInput> Empty { get; } = new("", default, WorkflowPhase.Completed, [], default, default);

    public bool IsUnfinished => Phase is WorkflowPhase.Running or WorkflowPhase.Waiting or WorkflowPhase.Compensating;

    /// <summary>Going forward, suspended or not.</summary>
    public bool IsForward => Phase is WorkflowPhase.Running or WorkflowPhase.Waiting;
}

/// <param name="Attempts">Tries begun, counted before the call.</param>
/// <param name="Uncertain">The last try ended without an answer, or waits: its effect may be there.</param>
/// <param name="Outcome">What it answered.</param>
/// <param name="WaitsUntil">Suspended here until it is woken, or this moment.</param>
internal sealed record WorkflowStepState(
    string Name, int Attempts = 0, bool Done = false, bool Uncertain = false, string? Outcome = null, string? Error = null, DateTimeOffset? At = null, int UndoAttempts = 0, bool Undone = false,
    DateTimeOffset? WaitsUntil = null);
