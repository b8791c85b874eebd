using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Media;

// The media's id is the last segment of the event's key.

[EventName("media.upload_opened")]
public sealed record UploadOpened(string OwnerId, string CourseId, string LessonId, long Length) : DomainEvent;

/// <summary>All bytes are on disk, are a video, and the lesson names it: the transcode may be queued.</summary>
[EventName("media.uploaded")]
public sealed record MediaUploaded(string OwnerId, string CourseId, string LessonId, long Length, string Container) : DomainEvent;

[EventName("media.upload_refused")]
public sealed record UploadRefused(string CourseId, string LessonId, string Code) : DomainEvent;

[EventName("media.upload_cancelled")]
public sealed record UploadCancelled(string CourseId, string LessonId) : DomainEvent;

[EventName("media.ready")]
public sealed record MediaReadied(string CourseId, string LessonId, int Attempt, long DurationMs) : DomainEvent;

[EventName("media.failed")]
public sealed record MediaFailed(string CourseId, string LessonId, string Code) : DomainEvent;

[EventName("media.captions_set")]
public sealed record CaptionsSet(string CourseId, string LessonId, string Language) : DomainEvent;

[EventName("media.captions_removed")]
public sealed record CaptionsRemoved(string CourseId, string LessonId, string Language) : DomainEvent;

/// <summary>No lesson has named the video for the time of grace; or, <paramref name="Again"/>, one was just about to.</summary>
[EventName("media.retired")]
public sealed record MediaRetired(string CourseId, string LessonId, bool Again) : DomainEvent;
