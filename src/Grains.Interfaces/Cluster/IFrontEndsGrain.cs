using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Cluster;

/// <summary>The front ends there are. Key <c>system/front-ends</c>. Each says so every five seconds; who has not for fifteen is left out. Nothing is stored: after a
/// silo died the list is whole again within five seconds.</summary>
public interface IFrontEndsGrain : IGrainWithStringKey
{
    [Requires(Permission.System), Alias("Report")] Task Report(FrontEndReport report);
    [Requires(Permission.OperateSystem), Alias("List")] Task<ImmutableArray<FrontEndReport>> List();
}

/// <param name="Topics">Streams it is subscribed to, by kind.</param>
[GenerateSerializer, Immutable, Alias("hub.cluster.FrontEndReport")]
public sealed record FrontEndReport(string Name, string Version, DateTimeOffset StartedAt, int Sockets, ImmutableDictionary<string, int> Topics);
