using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Administration;

/// <summary>What admins steer, and whether this process can serve. How the platform does is <see cref="Cluster.IClusterGrain"/>. Key <c>system/queries</c>, a stateless worker.</summary>
public interface ISystemGrain : IGrainWithStringKey
{
    /// <summary>Runs of the actor's tenant, the last changed first, at most 200. Error: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.OperateSystem), Alias("ListWorkflows")] Task<Result<Page<WorkflowStatus>>> ListWorkflows(WorkflowFilter filter, int limit);

    /// <summary>A run of the actor's tenant. Error: <c>workflows.unknown</c>.</summary>
    [Requires(Permission.OperateSystem), Alias("Workflow")] Task<Result<WorkflowStatus>> Workflow(string kind, string key);

    /// <summary>By verb: <c>retry</c>, <c>compensate</c>; see <see cref="IWorkflowGrain"/>, which does it and tells it. Errors: <c>workflows.unknown</c>, <c>workflows.finished</c>.</summary>
    [Requires(Permission.OperateSystem), Alias("Steer")] Task<Result<WorkflowStatus>> Steer(string kind, string key, string verb);

    /// <summary>How all projections stand, from their rows: also while one of them does not answer.</summary>
    [Requires(Permission.OperateSystem), Alias("Projections")] Task<ImmutableArray<ProjectionStatus>> Projections();
    /// <summary>Whether this process can serve, for the readiness probe: its grains and the database answer. What else is not well is told beside it.
    /// Answered while other calls wait for a silo that has gone.</summary>
    [Requires(Permission.System), AlwaysInterleave, Alias("Ready")] Task<ReadinessView> Ready();
}

/// <param name="Kind">Empty: all.</param>
/// <param name="OlderThan">Begun at least so long ago.</param>
[GenerateSerializer, Immutable, Alias("hub.system.WorkflowFilter")]
public sealed record WorkflowFilter(string Kind, WorkflowChoice Choice, TimeSpan OlderThan, TimeSpan? YoungerThan = null, string? Cursor = null);

[GenerateSerializer, Alias("hub.system.WorkflowChoice")]
public enum WorkflowChoice
{
    All,
    Unfinished,
    /// <summary>Stopped for a person, or unmoved for far longer than the next try should take.</summary>
    Stuck,
}

/// <param name="Reasons">Why not; when ready, what is not well all the same.</param>
[GenerateSerializer, Immutable, Alias("hub.system.Readiness")]
public sealed record ReadinessView(bool Ready, ImmutableArray<string> Reasons);
