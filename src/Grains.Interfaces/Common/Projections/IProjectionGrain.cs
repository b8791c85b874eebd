using System.Collections.Immutable;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>One projection, one checkpoint. Key <c>system/{name}</c>: projections serve all tenants.</summary>
public interface IProjectionGrain : IGrainWithStringKey
{
    /// <summary>There are new rows up to here: read on. A hint, safe to repeat or lose.</summary>
    [Requires(Permission.System), AlwaysInterleave, Alias("Wake")] Task Wake();

    [Requires(Permission.OperateSystem), AlwaysInterleave, Alias("Status")] Task<ProjectionStatus> Status();
    [Requires(Permission.OperateSystem), Alias("Stop")] Task<Result<ProjectionStatus>> Stop();
    [Requires(Permission.OperateSystem), Alias("Start")] Task<Result<ProjectionStatus>> Start();

    /// <summary>Empties what the projection made and makes it again from aggregates (views) or from the first event
    /// (folds). Refused for reactors: their effects are in the world.</summary>
    [Requires(Permission.OperateSystem), Alias("Rebuild"), ResponseTimeout("00:10:00")] Task<Result<ProjectionStatus>> Rebuild();

    /// <summary>Tries parked keys again.</summary>
    [Requires(Permission.OperateSystem), Alias("Retry"), ResponseTimeout("00:10:00")] Task<Result<ProjectionStatus>> RetryParked();

    /// <summary>Waits, at most <paramref name="patience"/>, until the projection has passed this version. False: not yet.</summary>
    [Requires(Permission.Anyone), AlwaysInterleave, Alias("WaitFor")] Task<bool> WaitFor(Receipt receipt, TimeSpan patience);
}

public enum ProjectionKind { View, Fold, Reactor }

/// <param name="Lag">Events committed and visible, not yet consumed.</param>
/// <param name="Parked">Keys that are set aside after a poisonous event, with the reason.</param>
[GenerateSerializer, Immutable, Alias("hub.ProjectionStatus")]
public sealed record ProjectionStatus(
    string Name, ProjectionKind Kind, bool Running, long Lag, long Consumed, DateTimeOffset? LastEventAt,
    ImmutableArray<ParkedKey> Parked, string? LastError);

[GenerateSerializer, Immutable, Alias("hub.ParkedKey")]
public sealed record ParkedKey(string AggregateType, string Key, string EventName, string Reason, DateTimeOffset At);
