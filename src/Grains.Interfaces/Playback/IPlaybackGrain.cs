using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Playback;

/// <summary>Who may watch what. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IPlaybackGrain : IGrainWithStringKey
{
    /// <summary>Checks that the caller may see the lesson (enrolled, staff, or a preview) and that its video is ready. The front end signs the
    /// address. Errors: <c>playback.not_ready</c> and those of <c>ICourseGrain.GetLesson</c>.</summary>
    [Requires(Permission.Anyone), Alias("Open")] Task<Result<PlaybackTicket>> Open(string courseId, string lessonId);
}

/// <param name="Folder">Of the attempt that is served, relative to the tenant's media.</param>
[GenerateSerializer, Immutable, Alias("hub.playback.Ticket")]
public sealed record PlaybackTicket(string MediaId, string Folder, MediaManifest Manifest, ImmutableArray<CaptionTrack> Captions);
