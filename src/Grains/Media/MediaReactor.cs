using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;

namespace LearningHub.Grains.Media;

/// <summary>An uploaded video is queued for its transcode; one that is ready, and which captions it has, is told to its course.</summary>
internal sealed class MediaReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "media-steps";
    public override IReadOnlyList<string> EventNames { get; } = ["media.uploaded", "media.ready", "media.captions_set", "media.captions_removed"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var key = MediaKey.Parse(e.Key);
        if (e.Name == "media.uploaded")
        {
            var uploaded = e.Read<MediaUploaded>();
            var view = await grains.Media(key).Get();
            Must(await grains.TranscodeJob(key).Enqueue(
                new EnqueueTranscode(uploaded.CourseId, uploaded.LessonId, view.Value?.FileName ?? key.MediaId, uploaded.Length) { OperationId = $"{e.EventId:n}/enqueue" }));
        }
        else if (e.Name != "media.ready")
        {
            // As they are now: an event that comes again, or late, tells the same.
            if (await grains.Media(key).Get() is not { IsOk: true, Value: { } video }) return;
            var told = await grains.Course(new CourseKey(key.Tenant, video.CourseId)).CaptionsChanged(new(key.MediaId, video.Captions));
            if (told.Error is not { Kind: ErrorKind.NotFound }) Must(told);
        }
        else
        {
            var ready = e.Read<MediaReadied>();
            var told = await grains.Course(new CourseKey(key.Tenant, ready.CourseId)).MediaReady(
                new(ready.LessonId, key.MediaId, ready.DurationMs) { OperationId = $"{e.EventId:n}/ready" });
            // A lesson that was removed meanwhile needs no video.
            if (told.Error is { Kind: not (ErrorKind.NotFound or ErrorKind.Conflict or ErrorKind.Invalid) }) Must(told);
        }
    }
}
