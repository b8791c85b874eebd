using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Transcoding;

namespace LearningHub.Grains.Transcoding;

/// <summary>The rules of a transcode: queued → running → published | failed. An attempt's number only rises, and only the present attempt is heard.
/// One attempt may publish an early rendition; the job is then queued again for the ladder, and cannot fail any more.</summary>
internal static class TranscodeJob
{
    public const int MaxFailures = 3;

    /// <summary>A host that dies is seldom the video's fault; a video that kills its hosts is still given up some day.</summary>
    public const int MaxLosses = 10;

    /// <summary>The code of an attempt that its host gave back when it was stopped in good order: nobody's fault, never counted.</summary>
    public const string HostStopped = "transcoding.host_stopped";

    /// <summary>The code of an attempt that found no room on the disk: the host's trouble, which counts as a lost host does.</summary>
    public const string DiskFull = "transcoding.disk_full";

    /// <summary>The code of an attempt that only looked whether the source can be copied: the ladder waits for its turn.</summary>
    public const string NotCopied = "transcoding.not_copied";

    /// <summary>So often may a host be lost while a copy might be made: should the copy be what ends them, the ladder is made without.</summary>
    public const int LossesWithCopy = 3;
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    public static readonly Error NotWaiting = Error.Conflict("transcoding.not_waiting", "The job is not waiting for a worker.");
    public static readonly Error Superseded = Error.Conflict("transcoding.superseded", "Another attempt holds the job.");
    public static readonly Error EarlyExists = Error.Conflict("transcoding.early_exists", "The video has an early rendition already.");
    public static readonly Error NotFound = Error.NotFound("transcoding.not_found", "There is no such job, or it is not open to you.");

    public static Decision<TranscodeJobState> Enqueue(TranscodeJobState state, EnqueueTranscode command, DateTimeOffset now, string? trace = null)
    {
        if (state.State != TranscodeState.None) return Decision<TranscodeJobState>.NoChange(state);
        return Decision<TranscodeJobState>.Of(
            state with
            {
                State = TranscodeState.Queued, CourseId = command.CourseId, LessonId = command.LessonId, FileName = command.FileName, Length = command.Length,
                QueuedAt = now, ChangedAt = now, Trace = trace,
            },
            new TranscodeQueued(command.CourseId, command.LessonId, command.Length));
    }

    /// <param name="leaseOver">Nobody has heard of the running attempt for a lease's time.</param>
    public static Decision<TranscodeJobState> Claim(TranscodeJobState state, string workerId, bool leaseOver, DateTimeOffset now)
    {
        var lost = state.State == TranscodeState.Running && leaseOver;
        if (state.State != TranscodeState.Queued && !lost) return NotWaiting;
        var losses = state.Losses + (lost ? 1 : 0);
        if (losses >= MaxLosses) return GivenUp(state, state.Attempt, "transcoding.worker_lost", "The servers that worked on this video stopped ten times.", now);
        var attempt = state.Attempt + 1;
        return Decision<TranscodeJobState>.Of(
            state with { State = TranscodeState.Running, Attempt = attempt, Losses = losses, WorkerId = workerId, StartedAt = now, ChangedAt = now, Code = null, Message = null },
            new TranscodeStarted(attempt));
    }

    public static Error? Hears(TranscodeJobState state, int attempt) =>
        state.State == TranscodeState.Running && state.Attempt == attempt ? null : Superseded;

    /// <summary>Whether the present attempt may try an early rendition.</summary>
    public static bool MayCopy(TranscodeJobState state) => state.EarlyAttempt == 0 && state.Losses < LossesWithCopy;

    /// <summary>A copy of the source becomes visible. The job goes to the end of the line: others' first renditions go before its ladder.</summary>
    public static Decision<TranscodeJobState> CompleteEarly(TranscodeJobState state, CompleteEarlyTranscode command, DateTimeOffset now)
    {
        if (state.EarlyAttempt == command.Attempt && command.Attempt > 0) return Decision<TranscodeJobState>.NoChange(state);
        if (Hears(state, command.Attempt) is { } refused) return refused;
        if (command.Manifest.Attempt != command.Attempt) return Superseded;
        if (state.EarlyAttempt != 0) return EarlyExists;
        return Decision<TranscodeJobState>.Of(
            state with
            {
                State = TranscodeState.Queued, Manifest = command.Manifest, EarlyAttempt = command.Attempt, WorkerId = null, Code = null, Message = null, QueuedAt = now, ChangedAt = now,
            },
            new TranscodePublished(command.Manifest, Early: true));
    }

    /// <summary>The one moment the ladder becomes visible.</summary>
    public static Decision<TranscodeJobState> Complete(TranscodeJobState state, CompleteTranscode command, DateTimeOffset now)
    {
        if (state.State == TranscodeState.Published && state.Manifest?.Attempt == command.Attempt && state.EarlyAttempt != command.Attempt) return Decision<TranscodeJobState>.NoChange(state);
        if (Hears(state, command.Attempt) is { } refused) return refused;
        if (command.Manifest.Attempt != command.Attempt) return Superseded;
        return Decision<TranscodeJobState>.Of(
            state with { State = TranscodeState.Published, Manifest = command.Manifest, ChangedAt = now, Code = null, Message = null },
            new TranscodePublished(command.Manifest));
    }

    public static Decision<TranscodeJobState> Fail(TranscodeJobState state, FailTranscode command, DateTimeOffset now)
    {
        if (state.Attempt == command.Attempt && (state.State is TranscodeState.Failed or TranscodeState.Queued || IsGivenUp(state))) return Decision<TranscodeJobState>.NoChange(state);
        if (Hears(state, command.Attempt) is { } refused) return refused;
        var failures = state.Failures + (command.Code is HostStopped or DiskFull or NotCopied ? 0 : 1);
        var losses = state.Losses + (command.Code == DiskFull ? 1 : 0);
        if (command.Final || failures >= MaxFailures || losses >= MaxLosses) return GivenUp(state, command.Attempt, command.Code, command.Message, now);
        return Decision<TranscodeJobState>.Of(
            state with { State = TranscodeState.Queued, Failures = failures, Losses = losses, WorkerId = null, Code = command.Code, Message = command.Message, ChangedAt = now },
            new TranscodeRequeued(command.Attempt, command.Code));
    }

    /// <summary>Published with a reason: there is the early rendition and will be no ladder.</summary>
    public static bool IsGivenUp(TranscodeJobState state) => state is { State: TranscodeState.Published, Code: not null };

    private static Decision<TranscodeJobState> GivenUp(TranscodeJobState state, int attempt, string code, string message, DateTimeOffset now)
    {
        var watchable = state.EarlyAttempt != 0;
        return Decision<TranscodeJobState>.Of(
            state with { State = watchable ? TranscodeState.Published : TranscodeState.Failed, WorkerId = null, Code = code, Message = message, ChangedAt = now },
            watchable ? (DomainEvent)new TranscodeEarlyKept(attempt, code) : new TranscodeFailed(attempt, code));
    }
}
