namespace LearningHub.Grains.Interfaces.Common;

/// <summary>What a committed command answers with: the aggregate and the version it has now. A page that must show
/// its own write hands it to <c>IProjectionGateGrain.WaitFor</c> before it reads a view.</summary>
[GenerateSerializer, Immutable, Alias("hub.Receipt")]
public sealed record Receipt(string AggregateType, string Key, long Version);
