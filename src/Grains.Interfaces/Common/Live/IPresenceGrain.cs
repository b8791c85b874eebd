using System.Collections.Immutable;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>Who is watching a topic. Key <c>tenant/topic</c>. Volatile: front ends report their local viewers on change and every
/// 20 s; a report older than 45 s no longer counts. Publishes kind <c>presence</c> at most once a second, and again every 20 s while
/// somebody is there, in case a push was lost. The pushes are numbered, so that an older answer does not replace a newer push.</summary>
public interface IPresenceGrain : IGrainWithStringKey
{
    /// <summary>Replaces what this front end reported before under a lower <paramref name="number"/>. Safe to repeat.</summary>
    [Requires(Permission.System), Alias("Report")] Task Report(string frontEnd, long number, ImmutableArray<string> userIds);

    /// <summary>What was last published: who comes between two pushes sees what the others see, and the next push is news to all of them.
    /// Number 0 before the first.</summary>
    [Requires(Permission.System), ReadOnly, Alias("Get")] Task<PresenceView> Get();
}

/// <param name="People">At most 50, by id.</param>
/// <param name="Number">Higher than that of every view made before. The push of a view carries it as its <c>Seq</c>; there are gaps.</param>
[GenerateSerializer, Immutable, Alias("hub.PresenceView")]
public sealed record PresenceView(int Count, ImmutableArray<PresentPerson> People, long Number);

[GenerateSerializer, Immutable, Alias("hub.PresentPerson")]
public sealed record PresentPerson(string Id, string Name);
