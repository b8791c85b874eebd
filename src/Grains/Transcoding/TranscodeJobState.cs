using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;

namespace LearningHub.Grains.Transcoding;

/// <summary>The document of one transcode. The lease is not in it: it lives with the activation, and a new activation grants a whole one.</summary>
internal sealed record TranscodeJobState : IAggregateState<TranscodeJobState>
{
    public static string AggregateType => "transcode";
    public static TranscodeJobState Empty { get; } = new();

    public TranscodeState State { get; init; }
    public string CourseId { get; init; } = "";
    public string LessonId { get; init; } = "";
    public string FileName { get; init; } = "";
    public long Length { get; init; }

    /// <summary>The number of the present or last attempt; 0 before the first.</summary>
    public int Attempt { get; init; }
    /// <summary>Attempts that failed by themselves, and attempts whose host was lost in the middle.</summary>
    public int Failures { get; init; }
    public int Losses { get; init; }
    /// <summary>The trace that the upload belongs to (W3C Trace Context).</summary>
    public string? Trace { get; init; }
    public string? WorkerId { get; init; }
    /// <summary>What is served: the early rendition, then the ladder.</summary>
    public MediaManifest? Manifest { get; init; }
    /// <summary>The attempt that made the early rendition; 0: none did.</summary>
    public int EarlyAttempt { get; init; }
    public string? Code { get; init; }
    public string? Message { get; init; }
    public DateTimeOffset QueuedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
}
