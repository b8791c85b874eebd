using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Media;

/// <summary>The rules of a video's life: uploading → queued → ready | failed → retired, or cancelled.</summary>
internal static class MediaUpload
{
    private static readonly string[] Extensions = [".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".ts", ".mts", ".m2ts"];

    /// <param name="slot">The place among the owner's open uploads to hold; a claim, so that the bound is exact under a race.</param>
    public static Decision<MediaItem> Begin(MediaItem state, BeginUpload command, string ownerId, int slot, MediaLimits limits, DateTimeOffset now)
    {
        if (state.State != MediaState.None) return MediaErrors.Finished;
        if (command.FileName.Length is 0 or > 255 || command.FileName.Any(char.IsControl)) return MediaErrors.BadName;
        if (command.Length < 1) return MediaErrors.Empty;
        if (command.Length > limits.MaxUploadBytes) return MediaErrors.TooLarge(limits.MaxUploadBytes);
        if (!SoundsLikeVideo(command)) return MediaErrors.NotVideo;

        var next = state with
        {
            State = MediaState.Uploading, OwnerId = ownerId, CourseId = command.CourseId, LessonId = command.LessonId, FileName = command.FileName,
            ContentType = command.ContentType, Length = command.Length, Slot = slot, OpenedAt = now,
        };
        return Decision<MediaItem>.Of(next, new UploadOpened(ownerId, command.CourseId, command.LessonId, command.Length)) with
        {
            Claims = [SlotOf(next)], ClaimTaken = MediaErrors.SlotTaken,
        };
    }

    /// <summary>What the first bytes say decides; a file that is no video is remembered as refused.</summary>
    public static Decision<MediaItem> Complete(MediaItem state, CompleteUpload command)
    {
        if (state.State is MediaState.Queued or MediaState.Ready) return Decision<MediaItem>.NoChange(state);
        if (state.State != MediaState.Uploading) return MediaErrors.Finished;
        if (command.Sniffed is null)
        {
            return Decision<MediaItem>.Of(
                state with { State = MediaState.Failed, FailureCode = MediaErrors.NotVideo.Code, FailureMessage = MediaErrors.NotVideo.Message, Sha256 = command.Sha256 },
                new UploadRefused(state.CourseId, state.LessonId, MediaErrors.NotVideo.Code)) with { Released = [SlotOf(state)] };
        }
        return Decision<MediaItem>.Of(
            state with { State = MediaState.Queued, Container = command.Sniffed, Sha256 = command.Sha256 },
            new MediaUploaded(state.OwnerId, state.CourseId, state.LessonId, state.Length, command.Sniffed)) with { Released = [SlotOf(state)] };
    }

    public static Decision<MediaItem> Cancel(MediaItem state) => state.State switch
    {
        MediaState.Uploading => Decision<MediaItem>.Of(state with { State = MediaState.Cancelled }, new UploadCancelled(state.CourseId, state.LessonId)) with { Released = [SlotOf(state)] },
        MediaState.Cancelled => Decision<MediaItem>.NoChange(state),
        MediaState.None => MediaErrors.NotFound,
        _ => MediaErrors.Finished,
    };

    /// <summary>What a look finds: named, the video is kept, and taken back if it was being retired; unnamed for the time of grace, it is retired.</summary>
    public static Decision<MediaItem> Tend(MediaItem state, bool named, MediaLimits limits, DateTimeOffset now)
    {
        if (state.State is not (MediaState.Ready or MediaState.Failed or MediaState.Retired)) return Decision<MediaItem>.NoChange(state);
        if (named)
        {
            return state.State == MediaState.Retired
                ? Decision<MediaItem>.Of(
                    state with { State = state.Manifest is null ? MediaState.Failed : MediaState.Ready, UnnamedSince = null, RetiredAt = null },
                    new MediaRetired(state.CourseId, state.LessonId, Again: true))
                : state.UnnamedSince is null ? Decision<MediaItem>.NoChange(state) : Decision<MediaItem>.Of(state with { UnnamedSince = null });
        }
        if (state.UnnamedSince is not { } since) return Decision<MediaItem>.Of(state with { UnnamedSince = now });
        if (state.State == MediaState.Retired || now - since < limits.KeepUnnamed) return Decision<MediaItem>.NoChange(state);
        return Decision<MediaItem>.Of(state with { State = MediaState.Retired, RetiredAt = now }, new MediaRetired(state.CourseId, state.LessonId, Again: false));
    }

    /// <summary>Retired, and for so long that nothing that began before can still lead to it.</summary>
    public static bool BytesMayGo(MediaItem state, MediaLimits limits, DateTimeOffset now) => state is { State: MediaState.Retired, RetiredAt: { } at } && now - at >= limits.Settled;

    /// <summary>The job's outcome. Repeats, and outcomes of an attempt older than the one that is served, change nothing.</summary>
    public static Decision<MediaItem> Transcoded(MediaItem state, MediaTranscoded command)
    {
        if (state.State is MediaState.None or MediaState.Uploading or MediaState.Cancelled) return MediaErrors.NotFound;
        if (command.Manifest is { } manifest)
        {
            if (state.Manifest is { } served && served.Attempt >= manifest.Attempt) return Decision<MediaItem>.NoChange(state);
            // The ladder of a video that was retired with its early rendition: it stays retired, and is whole should a lesson have named it in time.
            if (state.State == MediaState.Retired) return Decision<MediaItem>.Of(state with { Manifest = manifest });
            return Decision<MediaItem>.Of(
                state with { State = MediaState.Ready, Manifest = manifest, FailureCode = null, FailureMessage = null },
                new MediaReadied(state.CourseId, state.LessonId, manifest.Attempt, manifest.DurationMs));
        }
        if (state.State is MediaState.Ready or MediaState.Failed or MediaState.Retired) return Decision<MediaItem>.NoChange(state);
        var code = command.FailureCode ?? "transcoding.failed";
        return Decision<MediaItem>.Of(state with { State = MediaState.Failed, FailureCode = code, FailureMessage = command.FailureMessage },
            new MediaFailed(state.CourseId, state.LessonId, code));
    }

    private static Claim SlotOf(MediaItem state) => new("media_upload_slot", $"{state.OwnerId}/{state.Slot}");

    /// <summary>By type or by extension: browsers know neither of many files. The first bytes are looked at when all have arrived.</summary>
    private static bool SoundsLikeVideo(BeginUpload command) =>
        command.ContentType.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
        || Extensions.Contains(Path.GetExtension(command.FileName), StringComparer.OrdinalIgnoreCase);
}
