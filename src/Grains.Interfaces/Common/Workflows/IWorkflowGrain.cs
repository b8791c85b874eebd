using System.Collections.Immutable;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>What every process manager offers to the recovery sweep and the admin. A workflow's own interface derives from it and
/// adds <c>Start</c>. Key <see cref="WorkflowKey"/>.</summary>
public interface IWorkflowGrain : IGrainWithStringKey
{
    /// <summary>Goes on from the last persisted step. Safe at any time; does nothing when finished.</summary>
    [Requires(Permission.System), AlwaysInterleave, Alias("Resume")] Task Resume();

    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("GetStatus")] Task<Result<WorkflowStatus>> GetStatus();
}

public enum WorkflowPhase { Running, Completed, Compensating, Compensated, Failed }

[GenerateSerializer, Immutable, Alias("hub.WorkflowStatus")]
public sealed record WorkflowStatus(string Kind, string Key, WorkflowPhase Phase, ImmutableArray<WorkflowStepStatus> Steps, DateTimeOffset StartedAt, DateTimeOffset ChangedAt);

/// <param name="Attempts">How often the step was tried.</param>
[GenerateSerializer, Immutable, Alias("hub.WorkflowStepStatus")]
public sealed record WorkflowStepStatus(string Name, bool Done, int Attempts, string? Error, DateTimeOffset? At);
