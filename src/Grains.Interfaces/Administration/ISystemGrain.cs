using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Administration;

/// <summary>The engine and the database on one page. Key <c>system/queries</c>, a stateless worker.</summary>
public interface ISystemGrain : IGrainWithStringKey
{
    [Requires(Permission.OperateSystem), Alias("Get")] Task<SystemView> Get();
    [Requires(Permission.OperateSystem), Alias("Workflows")] Task<ImmutableArray<WorkflowStatus>> Workflows(bool unfinishedOnly, int limit);
    [Requires(Permission.OperateSystem), Alias("Projections")] Task<ImmutableArray<ProjectionStatus>> Projections();
    /// <summary>Whether this process can serve, for the readiness probe: its grains and the database answer. What else is not well is told beside it.
    /// Answered while other calls wait for a silo that has gone.</summary>
    [Requires(Permission.System), AlwaysInterleave, Alias("Ready")] Task<ReadinessView> Ready();
}

[GenerateSerializer, Immutable, Alias("hub.system.View")]
public sealed record SystemView(string Engine, string Version, DateTimeOffset StartedAt, ImmutableArray<SiloView> Silos, ImmutableArray<ActivationCount> Activations, DatabaseView Database);

[GenerateSerializer, Immutable, Alias("hub.system.Silo")]
public sealed record SiloView(string Address, string Status, int Activations, double? CpuPercent, long? MemoryBytes);

[GenerateSerializer, Immutable, Alias("hub.system.Activations")]
public sealed record ActivationCount(string GrainType, int Count);

/// <param name="HorizonAge">How long the oldest writing transaction of the server holds the feed back.</param>
[GenerateSerializer, Immutable, Alias("hub.system.Database")]
public sealed record DatabaseView(string Version, bool Embedded, long SizeBytes, int Connections, TimeSpan HorizonAge, long Events, long Aggregates, int SchemaVersion);

/// <param name="Reasons">Why not; when ready, what is not well all the same.</param>
[GenerateSerializer, Immutable, Alias("hub.system.Readiness")]
public sealed record ReadinessView(bool Ready, ImmutableArray<string> Reasons);
