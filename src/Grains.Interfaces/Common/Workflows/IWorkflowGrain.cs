using System.Collections.Immutable;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>What every process manager offers to the recovery sweep and the admin. A workflow's own interface derives from it and
/// adds <c>Start</c>. Key <see cref="WorkflowKey"/>.</summary>
public interface IWorkflowGrain : IGrainWithStringKey
{
    /// <summary>Goes on from the last persisted step; a run that waits asks again how things stand. Safe at any time; does nothing when finished.</summary>
    [Requires(Permission.System), AlwaysInterleave, Alias("Resume")] Task Resume();

    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("GetStatus")] Task<Result<WorkflowStatus>> GetStatus();

    // Steered by the admins of the run's own academy: what can be turned round is, today, sales.

    /// <summary>Tries the step that is due again now; a failed run goes on in the direction it was going. Errors: <c>workflows.unknown</c>,
    /// <c>workflows.finished</c>.</summary>
    [Requires(Permission.ManageSales), Alias("Retry")] Task<Result<WorkflowStatus>> Retry();

    /// <summary>Has everything taken back that was done so far, in reverse. Safe to repeat. Errors: <c>workflows.unknown</c>,
    /// <c>workflows.finished</c>, <c>workflows.past_pivot</c> (what was done cannot be taken back).</summary>
    [Requires(Permission.ManageSales), Alias("Compensate")] Task<Result<WorkflowStatus>> Compensate();
}

/// <summary><c>Waiting</c>: suspended, for a person or another system. <c>Failed</c>: stopped, for a person.</summary>
public enum WorkflowPhase { Running, Completed, Compensating, Compensated, Failed, Waiting }

/// <param name="Reason">What turned the run round or stopped it.</param>
[GenerateSerializer, Immutable, Alias("hub.WorkflowStatus")]
public sealed record WorkflowStatus(string Kind, string Key, WorkflowPhase Phase, ImmutableArray<WorkflowStepStatus> Steps, DateTimeOffset StartedAt, DateTimeOffset ChangedAt,
    WorkflowReason? Reason = null)
{
    /// <summary>Whether <see cref="IWorkflowGrain.Compensate"/> is of use now. Told by the run itself; false in a list.</summary>
    [Id(0)] public bool MayTurnRound { get; init; }

    public bool IsUnfinished => Phase is WorkflowPhase.Running or WorkflowPhase.Waiting or WorkflowPhase.Compensating;
}

/// <param name="Attempts">How often the step was tried.</param>
/// <param name="WaitsUntil">Suspended at this step; when it is asked again at the latest.</param>
[GenerateSerializer, Immutable, Alias("hub.WorkflowStepStatus")]
public sealed record WorkflowStepStatus(string Name, bool Done, int Attempts, string? Error, DateTimeOffset? At, bool Undone = false, int UndoAttempts = 0, DateTimeOffset? WaitsUntil = null);

/// <param name="Step">Empty when it was a person's decision.</param>
/// <param name="By">Whose decision it was, or null.</param>
[GenerateSerializer, Immutable, Alias("hub.WorkflowReason")]
public sealed record WorkflowReason(string Step, string Code, string Message, string? By = null);
