using System.Diagnostics;

namespace LearningHub.Grains.Common;

/// <summary>What a projection or reactor does with events belongs to the trace of the command that caused them: the store keeps the context with each event (W3C Trace Context).
/// Of a batch the first event's trace is the parent, the others are linked.</summary>
internal static class ProjectionTrace
{
    private const int MostLinks = 32;
    private static readonly ActivitySource Activities = new("LearningHub.Projections");

    /// <summary>Null when nobody listens.</summary>
    public static Activity? Begin(string projection, IReadOnlyList<EventRow> events)
    {
        if (!Activities.HasListeners()) return null;
        var causes = events.Select(e => ActivityContext.TryParse(e.Trace, null, out var cause) ? cause : default).Where(c => c != default).Distinct().Take(MostLinks + 1).ToArray();
        // What runs in this process at the moment is not the cause.
        Activity.Current = null;
        return Activities.StartActivity(projection, ActivityKind.Consumer, causes.FirstOrDefault(), links: causes.Skip(1).Select(c => new ActivityLink(c)));
    }
}
