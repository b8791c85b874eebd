using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Transcoding;

/// <summary>The state machine of one transcode: queued → running (a lease of an attempt) → published | failed. Key <see cref="MediaKey"/>. A worker
/// runs ffmpeg outside any grain turn. An attempt number fences: reports of an older attempt are refused
/// (<c>transcoding.superseded</c>), so a rendition is never half visible and never twice.</summary>
public interface ITranscodeJobGrain : IGrainWithStringKey
{
    /// <summary>Again: the first answer.</summary>
    [Requires(Permission.System), Alias("Enqueue")] Task<Result<Receipt>> Enqueue(EnqueueTranscode command);

    /// <summary>Takes the job for a worker: a new attempt with a lease of 15 s that reports renew. A running attempt whose lease is over
    /// is superseded. Errors: <c>transcoding.not_waiting</c> (another holds it, or it is done).</summary>
    [Requires(Permission.System), Alias("Claim")] Task<Result<TranscodeTicket>> Claim(string workerId);

    /// <summary>Renews the lease and pushes progress to the viewers of <c>media:{id}</c>. Answers the time the lease lasts, in ms. Not durable.</summary>
    [Requires(Permission.System), Alias("Report")] Task<Result<long>> Report(TranscodeReport report);

    /// <summary>Tells the viewers of a queued job why nothing moves (no ffmpeg here). Not durable; the next claim ends it.</summary>
    [Requires(Permission.System), Alias("Hold")] Task Hold(string reason);

    /// <summary>The output stands whole in the attempt's folder: makes it the one that is served. Again: the same answer.</summary>
    [Requires(Permission.System), Alias("Complete")] Task<Result<Receipt>> Complete(CompleteTranscode command);

    /// <summary>The source is refused (final) or the attempt failed (tried again; the third failure is final). An attempt whose host
    /// stopped in good order (<c>transcoding.host_stopped</c>) is no failure.</summary>
    [Requires(Permission.System), Alias("Fail")] Task<Result<Receipt>> Fail(FailTranscode command);

    /// <summary>For staff of the course and the platform. Waits for a change that is being committed: who heard of its event must not see the state before it.</summary>
    [Requires(Permission.SignedIn), ReadOnly, Alias("Get")] Task<Result<TranscodeStatus>> Get();
}
