using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Interfaces.Transcoding;

// The media's id is the last segment of the event's key.

[EventName("transcode.queued")]
public sealed record TranscodeQueued(string CourseId, string LessonId, long Length) : DomainEvent;

[EventName("transcode.started")]
public sealed record TranscodeStarted(int Attempt) : DomainEvent;

/// <summary>The attempt ended without a result; another follows.</summary>
[EventName("transcode.requeued")]
public sealed record TranscodeRequeued(int Attempt, string Code) : DomainEvent;

/// <param name="Early">A copy of the source; the ladder follows.</param>
[EventName("transcode.published")]
public sealed record TranscodePublished(MediaManifest Manifest, bool Early = false) : DomainEvent;

/// <summary>The ladder could not be made; the early rendition stays.</summary>
[EventName("transcode.early_kept")]
public sealed record TranscodeEarlyKept(int Attempt, string Code) : DomainEvent;

[EventName("transcode.failed")]
public sealed record TranscodeFailed(int Attempt, string Code) : DomainEvent;
