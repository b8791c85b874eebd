using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Cluster;

/// <param name="Calls">Over all silos, within the last minute.</param>
/// <param name="Trend">Over all silos, a point every ten seconds, oldest first.</param>
/// <param name="Remarks">What could not be found out.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.View")]
public sealed record ClusterView(string Engine, DateTimeOffset At, ImmutableArray<SiloView> Silos, ImmutableArray<FrontEndView> FrontEnds, CallLoad Calls, ImmutableArray<TrendPoint> Trend,
    ImmutableArray<GrainLoad> Grains, ImmutableArray<StreamLoad> Streams, FeedView Feed, WorkflowAges Workflows, QueueDepths Queues, DatabaseView Database, ImmutableArray<string> Remarks);

[GenerateSerializer, Alias("hub.cluster.SiloState")]
public enum SiloState
{
    Active,
    /// <summary>Known to the cluster, and has not yet said anything of itself, or is on its way in or out.</summary>
    Changing,
    /// <summary>Should say something every two seconds, and has not for ten.</summary>
    Silent,
    /// <summary>Declared dead within the last hour.</summary>
    Dead,
}

/// <param name="Name">What the engine calls it.</param>
/// <param name="CpuPercent">Of all cores of its machine.</param>
/// <param name="MemoryLimitBytes">What the process may use: of the container, else of the machine.</param>
/// <param name="HeardAt">When it last said something of itself; null: never.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.Silo")]
public sealed record SiloView(string Name, string Address, SiloState State, string Version, DateTimeOffset? StartedAt, double? CpuPercent, long? MemoryBytes, long? MemoryLimitBytes,
    int Activations, CallLoad Calls, DateTimeOffset? HeardAt);

/// <param name="Sockets">Open pages that are told of changes.</param>
/// <param name="Topics">Streams it is subscribed to.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.FrontEnd")]
public sealed record FrontEndView(string Name, string Version, DateTimeOffset StartedAt, int Sockets, int Topics);

/// <param name="P50">At least half of the calls took no longer; null: there were none. As exact as a fifth.</param>
/// <param name="ErrorsPerMinute">Calls that threw. Refusals are answers.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.CallLoad")]
public sealed record CallLoad(double PerSecond, TimeSpan? P50, TimeSpan? P99, double ErrorsPerMinute)
{
    public static CallLoad None { get; } = new(0, null, null, 0);
}

[GenerateSerializer, Immutable, Alias("hub.cluster.TrendPoint")]
public sealed record TrendPoint(double CallsPerSecond, double P99Milliseconds);

[GenerateSerializer, Immutable, Alias("hub.cluster.GrainLoad")]
public sealed record GrainLoad(string GrainType, int Activations, CallLoad Calls);

/// <param name="Kind">The first word of the topic: chat, user, class, …</param>
/// <param name="Subscriptions">Of front ends to streams with topics of this kind.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.StreamLoad")]
public sealed record StreamLoad(string Namespace, string Kind, int Subscriptions, double PublishedPerSecond);

/// <param name="HorizonAge">How long the oldest writing transaction of the server holds the feed back.</param>
/// <param name="Held">Events behind that horizon: committed or not, nobody reads them yet.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.Feed")]
public sealed record FeedView(TimeSpan HorizonAge, long Held, ImmutableArray<ProjectionLag> Projections);

/// <param name="Events">Not yet taken in; counted up to 100,000.</param>
/// <param name="Age">Of the oldest of them.</param>
/// <param name="Parked">Keys set aside.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.ProjectionLag")]
public sealed record ProjectionLag(string Name, bool Running, bool Rebuilding, bool Failing, long Events, TimeSpan Age, int Parked);

/// <summary>Unfinished runs of the viewer's academy by the time since they began. <paramref name="Stuck"/>: stopped for a person, or has not moved for
/// far longer than its next try should take.</summary>
/// <param name="Elsewhere">Unfinished runs of other academies.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.WorkflowAges")]
public sealed record WorkflowAges(int UnderMinute, int UnderTenMinutes, int UnderHour, int UnderDay, int Older, int Stuck, int Elsewhere, int StuckElsewhere)
{
    public int Open => UnderMinute + UnderTenMinutes + UnderHour + UnderDay + Older;
}

[GenerateSerializer, Immutable, Alias("hub.cluster.Queues")]
public sealed record QueueDepths(QueueDepth Mail, QueueDepth Transcodes, int ParkedKeys);

/// <param name="OldestAge">Of what waits and is due; zero: nothing is.</param>
/// <param name="Failed">Given up: transcodes within the last day, mails of the last three.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.QueueDepth")]
public sealed record QueueDepth(int Waiting, int Running, TimeSpan OldestAge, int Failed);

[GenerateSerializer, Immutable, Alias("hub.cluster.Database")]
public sealed record DatabaseView(string Version, bool Embedded, long SizeBytes, int Connections, int MostConnections, long Events, long Aggregates, int SchemaVersion, ImmutableArray<SlowQuery> Slowest);

/// <summary>A statement that runs now.</summary>
/// <param name="Text">Without what was sent beside it: at most 160 characters.</param>
/// <param name="Waits">What it waits for; empty: it works.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.SlowQuery")]
public sealed record SlowQuery(string Text, TimeSpan Age, string Waits);
