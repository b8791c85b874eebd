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

    /// <summary>The attempt whose early rendition is served; 0: none. Its folder stays.</summary>
    [Id(1)] public int EarlyAttempt { get; init; }

    /// <summary>An early rendition may be made by copying, before the ladder.</summary>
    [Id(2)] public bool MayCopy { get; init; }
}

/// <param name="Stage">What the worker does: <c>probing</c>, <c>copying</c> (the early rendition), <c>encoding</c>, <c>checking</c>, <c>publishing</c>.</param>
/// <param name="Speed">Seconds of video made in a second; 0 where unknown.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Report")]
public sealed record TranscodeReport(int Attempt, string Stage, int Percent, double Speed);

[GenerateSerializer, Immutable, Alias("hub.transcoding.Complete")]
public sealed record CompleteTranscode(int Attempt, MediaManifest Manifest) : Command;

[GenerateSerializer, Immutable, Alias("hub.transcoding.CompleteEarly")]
public sealed record CompleteEarlyTranscode(int Attempt, MediaManifest Manifest) : Command;

/// <param name="Final">The source itself is refused; another attempt would not help.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Fail")]
public sealed record FailTranscode(int Attempt, string Code, string Message, bool Final) : Command;

public enum TranscodeState { None, Queued, Running, Published, Failed }

/// <param name="Code">Of a published one: why there is only the early rendition and no ladder.</param>
/// <param name="Message">Why it waits or why it failed, a sentence for people.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Status")]
public sealed record TranscodeStatus(string MediaId, TranscodeState State, int Attempt, string Stage, int Percent, double Speed, string? Code, string? Message, DateTimeOffset ChangedAt)
{
    /// <summary>The attempt that made the early rendition; 0: there was none.</summary>
    [Id(0)] public int EarlyAttempt { get; init; }

    /// <summary>The attempt whose rendition is served; 0: nothing is yet.</summary>
    [Id(1)] public int ServedAttempt { get; init; }

    /// <summary>It can be watched, perhaps in one quality only while the others are made.</summary>
    public bool Watchable => ServedAttempt > 0;
}

/// <summary>The push of kind <c>progress</c> on <c>media:{id}</c>.</summary>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Progress")]
public sealed record TranscodeProgress(string State, string Stage, int Percent, double Speed, string? Message)
{
    /// <summary>It can be watched, perhaps in one quality only while the others are made.</summary>
    [Id(0)] public bool Watchable { get; init; }
}

[GenerateSerializer, Immutable, Alias("hub.transcoding.JobRef")]
public sealed record TranscodeJobRef(string Tenant, string MediaId);

[GenerateSerializer, Immutable, Alias("hub.transcoding.JobRow")]
public sealed record TranscodeJobRow(string Tenant, string MediaId, string CourseId, TranscodeState State, int Attempt, string? Code, DateTimeOffset ChangedAt);
