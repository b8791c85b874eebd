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

[EventName("transcode.published")]
public sealed record TranscodePublished(MediaManifest Manifest) : DomainEvent;

[EventName("transcode.failed")]
public sealed record TranscodeFailed(int Attempt, string Code) : DomainEvent;
