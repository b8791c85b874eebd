using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Transcoding;

/// <summary>What waits for a worker, over all tenants. Key <c>system/queries</c>, a stateless worker. Fair: the job whose tenant has the
/// fewest running goes first, then the oldest.</summary>
public interface ITranscodeQueueGrain : IGrainWithStringKey
{
    /// <summary>What a worker should try to claim, best first: queued jobs, and running ones that started over a lease ago (the job knows
    /// whether its lease is over). A hint: the view may be a moment behind.</summary>
    [Requires(Permission.System), Alias("Next")] Task<ImmutableArray<TranscodeJobRef>> Next(int limit);

    /// <summary>Queued jobs that no worker has looked at, oldest first: what can be copied can be watched long before a free worker has encoded it.</summary>
    [Requires(Permission.System), Alias("NextUnseen")] Task<ImmutableArray<TranscodeJobRef>> NextUnseen(int limit);

    /// <summary>How much waits and runs.</summary>
    [Requires(Permission.OperateSystem), Alias("Depth")] Task<QueueDepth> Depth();

    /// <summary>Jobs of courses of a tenant that failed, also for videos that no lesson names any more. Never checks who asks.</summary>
    [Requires(Permission.System), Alias("Failed")] Task<ImmutableArray<TranscodeJobRow>> Failed(string tenant, ImmutableArray<string> courseIds);

    /// <summary>Unfinished jobs, oldest first, then what was finished last.</summary>
    [Requires(Permission.OperateSystem), Alias("List")] Task<ImmutableArray<TranscodeJobRow>> List(int limit);
}
