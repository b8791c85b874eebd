using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Transcoding;

/// <summary>The state machine of one transcode: queued → running (a lease of an attempt) → published | failed. On the way one attempt may publish an early rendition,
/// a copy of the source, after which the job is queued again for the whole ladder. Key <see cref="MediaKey"/>. A worker
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

    /// <summary>A copy of the source stands whole in the attempt's folder: it is served until the ladder is there, for which the job is queued again. Once a job. Again: the
    /// same answer. Errors: <c>transcoding.superseded</c>, <c>transcoding.early_exists</c>.</summary>
    [Requires(Permission.System), Alias("CompleteEarly")] Task<Result<Receipt>> CompleteEarly(CompleteEarlyTranscode command);

    /// <summary>The source is refused (final) or the attempt failed (tried again; the third failure is final). An attempt whose host
    /// stopped in good order (<c>transcoding.host_stopped</c>), or that only looked whether the source can be copied (<c>transcoding.not_copied</c>), is no failure. A job
    /// with an early rendition does not fail: that stays, with the reason why there is no ladder.</summary>
    [Requires(Permission.System), Alias("Fail")] Task<Result<Receipt>> Fail(FailTranscode command);

    /// <summary>For staff of the course and the platform. Waits for a change that is being committed: who heard of its event must not see the state before it.</summary>
    [Requires(Permission.SignedIn), ReadOnly, Alias("Get")] Task<Result<TranscodeStatus>> Get();
}
