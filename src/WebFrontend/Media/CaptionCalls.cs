using System.Text;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.WebFrontend.Media;

/// <summary>Captions of a lesson's video, from the builder as from the API. The file stands in the folder before the video names it, and goes after it does not: a process that dies
/// in between leaves at most a file that nobody names, which goes with the video.</summary>
internal sealed class CaptionCalls(MediaFolder folder, IGrainFactory grains, TimeProvider time)
{
    private static readonly Error NotYours = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    private static readonly Error NoVideo = Error.Conflict("media.no_video", "This lesson has no video that captions could belong to.");

    public async Task<Result<MediaView>> Put(string tenant, string courseId, string lessonId, string language, Stream body, CancellationToken cancellation)
    {
        var video = await Video(tenant, courseId, lessonId);
        if (!video.IsOk) return video.Error;
        using var bytes = new MemoryStream();
        var chunk = new byte[32 * 1024];
        for (int read; (read = await body.ReadAsync(chunk, cancellation)) > 0;)
        {
            if (bytes.Length + read > WebVtt.MaxBytes) return WebVtt.TooLarge;
            bytes.Write(chunk, 0, read);
        }
        var captions = WebVtt.Read(bytes.ToArray());
        if (!captions.IsOk) return captions.Error;

        var path = folder.Captions(video.Value);
        Directory.CreateDirectory(path);
        // A name of its own each time: what is served under a name never changes.
        var name = $"{KeySegment.NewId(time)}.vtt";
        await using (var file = new FileStream(Path.Combine(path, name), FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(captions.Value.Text), cancellation);
            file.Flush(flushToDisk: true);
        }
        var set = await grains.Media(video.Value).SetCaptions(new(language.ToLowerInvariant(), name, captions.Value.Cues));
        // Refused: nobody will ever name it. An answer that is lost says nothing, and the file stays.
        if (!set.IsOk) { if (set.Error.Kind is not ErrorKind.Unavailable) File.Delete(Path.Combine(path, name)); return set.Error; }
        return Done(path, set.Value);
    }

    public async Task<Result<MediaView>> Remove(string tenant, string courseId, string lessonId, string language)
    {
        var video = await Video(tenant, courseId, lessonId);
        if (!video.IsOk) return video.Error;
        var removed = await grains.Media(video.Value).RemoveCaptions(new(language.ToLowerInvariant()));
        return removed.IsOk ? Done(folder.Captions(video.Value), removed.Value) : removed.Error;
    }

    private static MediaView Done(string path, CaptionsChanged changed)
    {
        if (changed.Replaced is { } replaced) File.Delete(Path.Combine(path, replaced));
        return changed.Media;
    }

    private async Task<Result<MediaKey>> Video(string tenant, string courseId, string lessonId)
    {
        var course = grains.Course(new CourseKey(tenant, courseId));
        var lesson = await course.GetLesson(lessonId);
        if (!lesson.IsOk) return lesson.Error;
        if (!await course.IsStaff()) return NotYours;
        return lesson.Value.Lesson.MediaId is { } mediaId ? new MediaKey(tenant, mediaId) : NoVideo;
    }
}
