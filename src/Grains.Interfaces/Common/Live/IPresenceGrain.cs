using System.Collections.Immutable;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>Who is watching a topic. Key <c>tenant/topic</c>. Volatile: front ends report their local viewers on change and every
/// 20 s; a report older than 45 s no longer counts. Publishes kind <c>presence</c> at most once a second.</summary>
public interface IPresenceGrain : IGrainWithStringKey
{
    /// <summary>Replaces what this front end reported before. Safe to repeat.</summary>
    [Requires(Permission.System), Alias("Report")] Task Report(string frontEnd, ImmutableArray<string> userIds);

    [Requires(Permission.System), ReadOnly, Alias("Get")] Task<PresenceView> Get();
}

/// <param name="People">At most 50, by id.</param>
[GenerateSerializer, Immutable, Alias("hub.PresenceView")]
public sealed record PresenceView(int Count, ImmutableArray<PresentPerson> People);

[GenerateSerializer, Immutable, Alias("hub.PresentPerson")]
public sealed record PresentPerson(string Id, string Name);
