using System.Diagnostics;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Transcoding;

namespace LearningHub.Grains.Transcoding;

/// <summary>One transcode. Key <c>tenant/media</c>. Invariant: at most one attempt is heard, at most one publishes an early rendition and at most one the ladder. State: one
/// document under 3 KB; lease and progress are volatile. Expected: one report in two seconds while it runs.</summary>
internal sealed class TranscodeJobGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<TranscodeJobState>(store), ITranscodeJobGrain
{
    private long _heard;
    private string? _held;
    private TranscodeReport _progress = new(0, "", 0, 0);

    private MediaKey Id => MediaKey.Parse(Key);
    private TimeSpan SinceHeard => time.GetElapsedTime(_heard);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        // A worker may be at work that reported to an earlier activation: it gets a whole lease to be heard.
        _heard = time.GetTimestamp();
    }

    public async Task<Result<Receipt>> Enqueue(EnqueueTranscode command)
    {
        var queued = await Execute(command, s => TranscodeJob.Enqueue(s, command, time.GetUtcNow(), Activity.Current?.Id));
        await Push();
        return queued;
    }

    public async Task<Result<TranscodeTicket>> Claim(string workerId)
    {
        var leaseOver = SinceHeard > TranscodeJob.Lease;
        var claimed = await Execute(new ClaimTranscode(), s => TranscodeJob.Claim(s, workerId, leaseOver, time.GetUtcNow()),
            (s, _) => new TranscodeTicket(Id.Tenant, Id.MediaId, s.Attempt, s.FileName, time.GetUtcNow() + TranscodeJob.Lease) 
            {
                Trace = s.Trace, EarlyAttempt = s.EarlyAttempt, MayCopy = TranscodeJob.MayCopy(s),
            });
        if (!claimed.IsOk) return claimed;
        _held = null;
        _heard = time.GetTimestamp();
        _progress = new(State.Attempt, "probing", 0, 0);
        await Push();
        return State.State == TranscodeState.Running ? claimed : TranscodeJob.NotWaiting;
    }

    public async Task<Result<long>> Report(TranscodeReport report)
    {
        if (TranscodeJob.Hears(State, report.Attempt) is { } refused) return refused;
        _heard = time.GetTimestamp();
        _progress = report with { Percent = Math.Clamp(report.Percent, 0, 99) };
        await Push();
        return (long)TranscodeJob.Lease.TotalMilliseconds;
    }

    public async Task Hold(string reason)
    {
        if (State.State != TranscodeState.Queued || _held == reason) return;
        _held = reason;
        await Push();
    }

    public async Task<Result<Receipt>> Complete(CompleteTranscode command)
    {
        var completed = await Execute(command, s => TranscodeJob.Complete(s, command, time.GetUtcNow()));
        await Push();
        return completed;
    }

    public async Task<Result<Receipt>> CompleteEarly(CompleteEarlyTranscode command)
    {
        var completed = await Execute(command, s => TranscodeJob.CompleteEarly(s, command, time.GetUtcNow()));
        await Push();
        return completed;
    }

    public async Task<Result<Receipt>> Fail(FailTranscode command)
    {
        var failed = await Execute(command, s => TranscodeJob.Fail(s, command, time.GetUtcNow()));
        await Push();
        return failed;
    }

    public async Task<Result<TranscodeStatus>> Get()
    {
        var s = State;
        if (s.State == TranscodeState.None) return TranscodeJob.NotFound;
        if (!Actor.IsAdmin && !await GrainFactory.Course(new CourseKey(Id.Tenant, s.CourseId)).IsStaff()) return TranscodeJob.NotFound;
        var progress = Progress(s);
        return new TranscodeStatus(Id.MediaId, s.State, s.Attempt, progress.Stage, progress.Percent, progress.Speed, s.Code, progress.Message, s.ChangedAt)
        {
            EarlyAttempt = s.EarlyAttempt, ServedAttempt = s.Manifest?.Attempt ?? 0,
        };
    }

    private Task Push() => this.Publish(LiveTopics.Media(Id.MediaId), "progress", 0, Progress(State));

    private TranscodeProgress Progress(TranscodeJobState s) => (s.State switch
    {
        TranscodeState.Running => new TranscodeProgress("running", _progress.Stage, _progress.Percent, _progress.Speed, null),
        TranscodeState.Published => new("published", "", 100, 0, TranscodeJob.IsGivenUp(s) ? $"It is there in one quality only. {s.Message}" : null),
        TranscodeState.Failed => new("failed", "", 0, 0, s.Message),
        _ => new("queued", "", 0, 0, _held ?? Waits(s)),
    }) with { Watchable = s.Manifest is not null };

    private static string Waits(TranscodeJobState s) =>
        s.Attempt == s.EarlyAttempt || s.Code == TranscodeJob.NotCopied ? "Waiting for its turn" : s.Message is { Length: > 0 } why ? $"{why} It is tried again." : "Interrupted; it is tried again";

    /// <summary>A claim comes from the platform, never from outside: no idempotency key.</summary>
    private sealed record ClaimTranscode : Command;
}
