using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Cluster;

/// <summary>How the whole platform does: silos, front ends, calls, streams, feed, workflows, queues, database. Key <c>system/queries</c>, a stateless worker. What a
/// silo says of itself is at most some seconds old; a silo that has stopped saying anything is told as silent, and holds up nothing here.</summary>
public interface IClusterGrain : IGrainWithStringKey
{
    [Requires(Permission.OperateSystem), Alias("Get")] Task<ClusterView> Get();
}
