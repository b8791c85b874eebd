using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>What every runner needs.</summary>
internal sealed class ProjectionServices(NpgsqlDataSource database, TimeProvider time, FeedSignal feed, IOptions<ProjectionOptions> options, ILogger<ProjectionRunner> log)
{
    public NpgsqlDataSource Database => database;
    public TimeProvider Time => time;
    public FeedSignal Feed => feed;
    public ProjectionOptions Options => options.Value;
    public ILogger Log => log;

    /// <summary>Those who look at projections take four connections together: were they slow, work must still find some.</summary>
    public SemaphoreSlim Lookers { get; } = new(4);
}
