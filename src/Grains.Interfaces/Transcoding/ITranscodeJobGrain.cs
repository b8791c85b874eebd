using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Transcoding;

/// <summary>The state machine of one transcode: queued → running (a lease of an attempt) → published | failed. Key <see cref="MediaKey"/>. A worker
/// runs ffmpeg outside any grain turn. An attempt number fences: reports of an older attempt are refused
/// (<c>transcoding.superseded</c>), so a rendition is never half visible and never twice.</summary>
public interface ITranscodeJobGrain : IGrainWithStringKey
{
    [Requires(Permission.System), Alias("Enqueue")] Task<Result<Receipt>> Enqueue(EnqueueTranscode command);

    /// <summary>Takes the job for a worker: a new attempt with a lease of 15 s that reports renew. Errors:
    /// <c>transcoding.not_waiting</c> (another holds it, or it is done).</summary>
    [Requires(Permission.System), Alias("Claim")] Task<Result<TranscodeTicket>> Claim(string workerId);

    /// <summary>Renews the lease and pushes progress to the viewers of <c>media:{id}</c>. Not durable.</summary>
    [Requires(Permission.System), Alias("Report")] Task<Result<long>> Report(TranscodeReport report);

    /// <summary>The output stands whole in the attempt's folder: makes it the one that is served. Again: the same answer.</summary>
    [Requires(Permission.System), Alias("Complete")] Task<Result<Receipt>> Complete(CompleteTranscode command);

    /// <summary>The source is refused (final) or the attempt failed (tried again, three attempts in all).</summary>
    [Requires(Permission.System), Alias("Fail")] Task<Result<Receipt>> Fail(FailTranscode command);

    /// <summary>For staff of the course and the platform.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("Get")] Task<Result<TranscodeStatus>> Get();
}

/// <summary>What waits for a worker, over all tenants. Key <c>system/queries</c>, a stateless worker. Fair: the job whose tenant has the
/// fewest running goes first, then the oldest.</summary>
public interface ITranscodeQueueGrain : IGrainWithStringKey
{
    [Requires(Permission.System), Alias("Next")] Task<ImmutableArray<TranscodeJobRef>> Next(int limit);
    /// <summary>Tells why nothing moves (no ffmpeg here), shown wherever a job waits. Null: all is well.</summary>
    [Requires(Permission.OperateSystem), Alias("List")] Task<ImmutableArray<TranscodeJobRow>> List(int limit);
}

[GenerateSerializer, Immutable, Alias("hub.transcoding.Enqueue")]
public sealed record EnqueueTranscode(string CourseId, string LessonId, string FileName, long Length) : Command;

[GenerateSerializer, Immutable, Alias("hub.transcoding.Ticket")]
public sealed record TranscodeTicket(string Tenant, string MediaId, int Attempt, string FileName, DateTimeOffset LeaseUntil);

[GenerateSerializer, Immutable, Alias("hub.transcoding.Report")]
public sealed record TranscodeReport(int Attempt, string Stage, int Percent, double Speed);

[GenerateSerializer, Immutable, Alias("hub.transcoding.Complete")]
public sealed record CompleteTranscode(int Attempt, MediaManifest Manifest) : Command;

/// <param name="Final">The source itself is refused; another attempt would not help.</param>
[GenerateSerializer, Immutable, Alias("hub.transcoding.Fail")]
public sealed record FailTranscode(int Attempt, string Code, string Message, bool Final) : Command;

public enum TranscodeState { None, Queued, Running, Published, Failed }

[GenerateSerializer, Immutable, Alias("hub.transcoding.Status")]
public sealed record TranscodeStatus(string MediaId, TranscodeState State, int Attempt, string Stage, int Percent, double Speed, string? Code, string? Message, DateTimeOffset ChangedAt);

[GenerateSerializer, Immutable, Alias("hub.transcoding.JobRef")]
public sealed record TranscodeJobRef(string Tenant, string MediaId);

[GenerateSerializer, Immutable, Alias("hub.transcoding.JobRow")]
public sealed record TranscodeJobRow(string Tenant, string MediaId, string CourseId, TranscodeState State, int Attempt, string? Code, DateTimeOffset ChangedAt);
