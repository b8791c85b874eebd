using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>What every runner needs.</summary>
internal sealed class ProjectionServices(NpgsqlDataSource database, TimeProvider time, FeedSignal feed, KnownEvents known, IOptions<ProjectionOptions> options, ILogger<ProjectionRunner> log) : IAsyncDisposable
{
    public NpgsqlDataSource Database => database;
    public TimeProvider Time => time;
    public FeedSignal Feed => feed;
    public KnownEvents Known => known;
    public ProjectionOptions Options => options.Value;
    public ILogger Log => log;

    /// <summary>What the feed has read, for all.</summary>
    public FeedWindow Window { get; } = new();
    public ProjectionConnections Connections { get; } = new(database);
    public ReactorLocks Locks { get; } = new(database);

    /// <summary>Those who look at projections take four connections together: were they slow, work must still find some.</summary>
    public SemaphoreSlim Lookers { get; } = new(4);

    public ValueTask DisposeAsync() => Locks.DisposeAsync();
}
