using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Media;

/// <summary>A video from the first byte to the last rendition. Key <see cref="MediaKey"/>. The bytes of an upload stand in the media
/// folder; how many have arrived is the length of that file, so an answer never promises more than the disk holds.</summary>
public interface IMediaGrain : IGrainWithStringKey
{
    /// <summary>Opens an upload for a lesson of a course the caller teaches. Errors: <c>media.too_large</c>, <c>media.not_video</c> (by name
    /// or type), <c>courses.not_yours</c>.</summary>
    [Requires(Permission.Teach), Alias("Begin")] Task<Result<MediaView>> Begin(BeginUpload command);

    /// <summary>All bytes are on disk and were looked at: attaches the video to its lesson and queues the transcode. Again: the same answer.</summary>
    [Requires(Permission.Teach), Alias("CompleteUpload")] Task<Result<MediaView>> CompleteUpload(CompleteUpload command);

    /// <summary>Gives an unfinished upload up.</summary>
    [Requires(Permission.Teach), Alias("Cancel")] Task<Result<MediaView>> Cancel(CancelUpload command);

    /// <summary>The transcode job's outcome, from its reactor.</summary>
    [Requires(Permission.System), Alias("Transcoded")] Task<Result<MediaView>> Transcoded(MediaTranscoded command);

    /// <summary>Looks whether a lesson still names the video, from the platform's sweep. One that none has named for the time of grace is retired: it
    /// can be named no more. Its bytes may go some hours later, when no signed address can still run. Named again in between, it is as before.</summary>
    [Requires(Permission.System), Alias("Tend")] Task<Result<MediaKeeping>> Tend(TendMedia command);

    /// <summary>Names a file of captions that stands in the video's folder already, in place of the one it has in that language. For the staff of its course. Answers
    /// which file nobody names any more. Errors: <c>media.not_found</c>, <c>media.captions_language</c>, <c>media.captions_too_many</c>, <c>media.no_video</c>.</summary>
    [Requires(Permission.Teach), Alias("SetCaptions")] Task<Result<CaptionsChanged>> SetCaptions(SetCaptions command);

    /// <summary>Takes the captions of a language away. Errors: <c>media.not_found</c>, <c>media.no_captions</c>.</summary>
    [Requires(Permission.Teach), Alias("RemoveCaptions")] Task<Result<CaptionsChanged>> RemoveCaptions(RemoveCaptions command);

    /// <summary>For its owner, the staff of its course, and the platform.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<MediaView>> Get();
}

[GenerateSerializer, Immutable, Alias("hub.media.Begin")]
public sealed record BeginUpload(string FileName, string ContentType, long Length, string CourseId, string LessonId) : Command;

/// <param name="Sniffed">The container found by its first bytes (mp4, mov, webm, mkv, avi, mpegts), or null when it is none.</param>
/// <param name="Sha256">Of the whole file, lower-case hex.</param>
[GenerateSerializer, Immutable, Alias("hub.media.CompleteUpload")]
public sealed record CompleteUpload(string? Sniffed, string Sha256) : Command;

[GenerateSerializer, Immutable, Alias("hub.media.Cancel")]
public sealed record CancelUpload : Command;

/// <param name="Language">A BCP 47 tag such as <c>en</c> or <c>pt-br</c>.</param>
/// <param name="File">Its name in the video's folder of captions. Never the name of another file, so that what is named never changes.</param>
[GenerateSerializer, Immutable, Alias("hub.media.SetCaptions")]
public sealed record SetCaptions(string Language, string File, int Cues) : Command;

[GenerateSerializer, Immutable, Alias("hub.media.RemoveCaptions")]
public sealed record RemoveCaptions(string Language) : Command;

/// <param name="Replaced">The file that nobody names any more, or null.</param>
[GenerateSerializer, Immutable, Alias("hub.media.CaptionsChanged")]
public sealed record CaptionsChanged(MediaView Media, string? Replaced);

[GenerateSerializer, Immutable, Alias("hub.media.CaptionTrack")]
public sealed record CaptionTrack(string Language, string File, int Cues);

[GenerateSerializer, Immutable, Alias("hub.media.Transcoded")]
public sealed record MediaTranscoded(int Attempt, MediaManifest? Manifest, string? FailureCode, string? FailureMessage) : Command;

[GenerateSerializer, Immutable, Alias("hub.media.Tend")]
public sealed record TendMedia : Command;

/// <param name="BytesMayGo">Nobody can need the renditions and the source any more.</param>
[GenerateSerializer, Immutable, Alias("hub.media.Keeping")]
public sealed record MediaKeeping(MediaState State, bool BytesMayGo);

/// <summary><see cref="Retired"/>: no lesson named it for the time of grace, and its bytes go or are gone.</summary>
public enum MediaState { None, Uploading, Queued, Ready, Failed, Cancelled, Retired }

[GenerateSerializer, Immutable, Alias("hub.media.View")]
public sealed record MediaView(string MediaId, string OwnerId, string CourseId, string LessonId, string FileName, long Length, MediaState State,
    MediaManifest? Manifest, string? FailureCode, string? FailureMessage, long Version, ImmutableArray<CaptionTrack> Captions);

/// <summary>What a finished transcode made, in folder <c>{media}/{attempt}</c> of the tenant's media.</summary>
/// <param name="Master">The HLS multivariant playlist, relative to the folder.</param>
[GenerateSerializer, Immutable, Alias("hub.media.Manifest")]
public sealed record MediaManifest(int Attempt, long DurationMs, int Width, int Height, bool HasAudio, string Master, string Poster, ImmutableArray<Rendition> Renditions, long Bytes);

/// <param name="Bandwidth">Bits a second, the peak declared in the playlist.</param>
[GenerateSerializer, Immutable, Alias("hub.media.Rendition")]
public sealed record Rendition(int Width, int Height, long Bandwidth, string Playlist);
