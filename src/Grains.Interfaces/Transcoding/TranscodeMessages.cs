using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Interfaces.Transcoding;

/// <param name="FileName">As the owner named it, for lists.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Enqueue")]
public sealed record EnqueueTranscode(string CourseId, string LessonId, string FileName, long Length) : Command;

[GenerateSerializer, Immutable, Alias("hub.transcoding.Ticket")]
public sealed record TranscodeTicket(string Tenant, string MediaId, int Attempt, string FileName, DateTimeOffset LeaseUntil)
{
    /// <summary>The trace that the upload belongs to (W3C Trace Context); null when nobody traced it.</summary>
    [Id(0)] public string? Trace { get; init; }
}

/// <param name="Stage">What the worker does: <c>probing</c>, <c>encoding</c>, <c>checking</c>, <c>publishing</c>.</param>
/// <param name="Speed">Seconds of video made in a second; 0 where unknown.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Report")]
public sealed record TranscodeReport(int Attempt, string Stage, int Percent, double Speed);

[GenerateSerializer, Immutable, Alias("hub.transcoding.Complete")]
public sealed record CompleteTranscode(int Attempt, MediaManifest Manifest) : Command;

/// <param name="Final">The source itself is refused; another attempt would not help.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Fail")]
public sealed record FailTranscode(int Attempt, string Code, string Message, bool Final) : Command;

public enum TranscodeState { None, Queued, Running, Published, Failed }

/// <param name="Message">Why it waits or why it failed, a sentence for people.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Status")]
public sealed record TranscodeStatus(string MediaId, TranscodeState State, int Attempt, string Stage, int Percent, double Speed, string? Code, string? Message, DateTimeOffset ChangedAt);

/// <summary>The push of kind <c>progress</c> on <c>media:{id}</c>.</summary>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Progress")]
public sealed record TranscodeProgress(string State, string Stage, int Percent, double Speed, string? Message);

[GenerateSerializer, Immutable, Alias("hub.transcoding.JobRef")]
public sealed record TranscodeJobRef(string Tenant, string MediaId);

[GenerateSerializer, Immutable, Alias("hub.transcoding.JobRow")]
public sealed record TranscodeJobRow(string Tenant, string MediaId, string CourseId, TranscodeState State, int Attempt, string? Code, DateTimeOffset ChangedAt);
