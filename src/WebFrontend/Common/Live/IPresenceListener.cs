using System.Collections.Immutable;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Who else is told who watches topics of a kind here: soon after a change, and again every so often.</summary>
internal interface IPresenceListener
{
    string Kind { get; }
    TimeSpan Again { get; }

    /// <summary>Called as the platform. A report of a higher number replaces those before.</summary>
    Task Report(LiveTopic topic, string frontEnd, long number, ImmutableArray<string> userIds);
}
