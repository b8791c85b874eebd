using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Playback;
using Orleans.Concurrency;

namespace LearningHub.Grains.Playback;

/// <summary>Decides who may watch. Key <c>tenant/queries</c>; no state. Expected: one call each time a lesson is opened.</summary>
[StatelessWorker(16)]
internal sealed class PlaybackGrain : Grain, IPlaybackGrain
{
    private static readonly Error NotReady = Error.Conflict("playback.not_ready", "This video is not ready to be watched yet.");

    public async Task<Result<PlaybackTicket>> Open(string courseId, string lessonId)
    {
        var tenant = this.GetPrimaryKeyString().Split('/')[0];
        if (!KeySegment.IsValid(courseId) || !KeySegment.IsValid(lessonId)) return Error.NotFound("courses.not_found", "There is no such lesson.");
        var lesson = await GrainFactory.Course(new CourseKey(tenant, courseId)).GetLesson(lessonId);
        if (!lesson.IsOk) return lesson.Error;
        if (lesson.Value.Lesson.MediaId is not { } mediaId) return NotReady;

        // The lesson is open to the caller; its video is read on behalf of the platform.
        using var system = ActorContext.As(Actor.System(tenant));
        var media = await GrainFactory.Media(new MediaKey(tenant, mediaId)).Get();
        return media.Value is { State: MediaState.Ready, Manifest: { } manifest, Captions: var captions }
            ? new PlaybackTicket(mediaId, $"renditions/{mediaId}/{manifest.Attempt}", manifest, captions) : NotReady;
    }
}
