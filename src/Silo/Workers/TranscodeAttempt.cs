using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Silo.Workers;

/// <summary>One claimed job, from its ticket to the outcome: an early rendition where the source can be copied and there is none yet, else the ladder. The work folder belongs to this attempt alone; what the job does not commit is removed.</summary>
internal sealed partial class TranscodeAttempt(
    IGrainFactory grains, MediaFolder media, TranscodeRun run, TranscodeWorkerOptions options, TimeProvider time, ILogger log, TranscodeTicket ticket, bool onlyCopy = false)
{
    private readonly MediaKey _key = new(ticket.Tenant, ticket.MediaId);
    private TranscodeStage _stage = new("probing", 0, 0);

    private ITranscodeJobGrain Job => grains.TranscodeJob(_key);

    public async Task Execute(CancellationToken stopping)
    {
        var work = media.Work(_key, ticket.Attempt);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var heartbeat = Heartbeat(lost);
        try
        {
            for (var earlier = 1; earlier < ticket.Attempt; earlier++)
                if (earlier != ticket.EarlyAttempt) Clear(earlier);
            Remove(media.Rendition(_key, ticket.Attempt));
            Begin(work);
            Started(log, ticket.MediaId, ticket.Attempt);
            if (ticket.MayCopy)
            {
                var copied = await run.Copy(media.Source(_key), work, work + ".pid", ticket.Attempt, options.CopyFrom, s => _stage = s, lost.Token);
                if (copied.IsOk)
                {
                    await Publish(work, () => Job.CompleteEarly(new CompleteEarlyTranscode(ticket.Attempt, copied.Value)), "published early", stopping);
                    return;
                }
                NotCopied(log, ticket.MediaId, ticket.Attempt, copied.Error.Message);
                Begin(work);
            }
            if (onlyCopy)
            {
                await Tell(() => Job.Fail(new FailTranscode(ticket.Attempt, "transcoding.not_copied", "", false)), lost.Token);
                return;
            }
            var made = await run.Make(media.Source(_key), work, work + ".pid", ticket.Attempt, s => _stage = s, lost.Token);
            if (!made.IsOk)
            {
                Refused(log, ticket.MediaId, ticket.Attempt, made.Error.Code);
                await Tell(() => Job.Fail(new FailTranscode(ticket.Attempt, made.Error.Code, made.Error.Message, made.Error.Kind == ErrorKind.Invalid)), lost.Token);
                return;
            }
            await Publish(work, () => Job.Complete(new CompleteTranscode(ticket.Attempt, made.Value)), "published", stopping);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // Stopping, or another attempt has the job. The lease runs out by itself; a stop says so at once.
            Stopped(log, ticket.MediaId, ticket.Attempt);
            if (stopping.IsCancellationRequested) await GiveBack();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not the video's fault: the job says what it is, and is tried again.
            Unwritable(log, ticket.MediaId, ticket.Attempt, e);
            var error = DiskSpace.IsFull(e) ? TranscodeErrors.DiskFull : TranscodeErrors.Unwritable;
            await Tell(() => Job.Fail(new FailTranscode(ticket.Attempt, error.Code, error.Message, false)), stopping);
        }
        finally
        {
            await lost.CancelAsync();
            await heartbeat;
            Remove(work);
        }
    }

    /// <summary>Whole and on disk: from here on a kill leaves a folder that nobody names, or one that the job has committed.</summary>
    private async Task Publish(string work, Func<Task<Result<Receipt>>> commit, string outcome, CancellationToken stopping)
    {
        var published = media.Rendition(_key, ticket.Attempt);
        Directory.Move(work, published);
        var committed = await Tell(commit, stopping);
        if (!committed.IsOk) Remove(published);
        Ended(log, ticket.MediaId, ticket.Attempt, committed.Error?.Code ?? outcome);
    }

    /// <summary>Renews the lease; hears that another attempt has the job. Answers that do not come are no verdict: the run goes on.</summary>
    private async Task Heartbeat(CancellationTokenSource lost)
    {
        try
        {
            using var timer = new PeriodicTimer(options.Report, time);
            while (await timer.WaitForNextTickAsync(lost.Token))
            {
                var stage = _stage;
                try
                {
                    var heard = await Job.Report(new TranscodeReport(ticket.Attempt, stage.Stage, stage.Percent, stage.Speed));
                    if (!heard.IsOk) await lost.CancelAsync();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Unheard(log, ticket.MediaId, ticket.Attempt, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The attempt has ended.
        }
    }

    /// <summary>Tells an outcome until it is heard: an answer lost on the way is asked for again, which the job answers as before.</summary>
    private async Task<Result<Receipt>> Tell(Func<Task<Result<Receipt>>> outcome, CancellationToken cancellation)
    {
        for (var n = 0; ; n++)
        {
            try
            {
                var told = await outcome();
                if (told.IsOk || told.Error.Kind != ErrorKind.Unavailable) return told;
            }
            catch (Exception e) when (e is not OperationCanceledException && n < 30)
            {
                Unheard(log, ticket.MediaId, ticket.Attempt, e);
            }
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(1 + n, 10)), time, cancellation);
        }
    }

    private async Task GiveBack()
    {
        try
        {
            await Job.Fail(new FailTranscode(ticket.Attempt, "transcoding.host_stopped", "The server that worked on it was stopped.", false)).WaitAsync(TimeSpan.FromSeconds(3), time);
        }
        catch (Exception e)
        {
            Unheard(log, ticket.MediaId, ticket.Attempt, e);
        }
    }

    /// <summary>What an attempt of a killed host left, with the encoder that it could not stop. Only the present attempt can be published any more.</summary>
    private void Clear(int earlier)
    {
        var left = media.Work(_key, earlier);
        try
        {
            FFmpegProcess.KillLeftBehind(left + ".pid", left);
            Remove(left);
            Remove(media.Rendition(_key, earlier));
        }
        catch (IOException)
        {
            // The encoder still ends; the sweep takes the rest.
        }
    }

    private static void Begin(string folder)
    {
        Remove(folder);
        Directory.CreateDirectory(folder);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [LoggerMessage(LogLevel.Information, "Transcode of {Media}, attempt {Attempt}: started")]
    private static partial void Started(ILogger log, string media, int attempt);

    [LoggerMessage(LogLevel.Information, "Transcode of {Media}, attempt {Attempt}: {Outcome}")]
    private static partial void Ended(ILogger log, string media, int attempt, string outcome);

    [LoggerMessage(LogLevel.Information, "Transcode of {Media}, attempt {Attempt}: {Why}")]
    private static partial void NotCopied(ILogger log, string media, int attempt, string why);

    [LoggerMessage(LogLevel.Warning, "Transcode of {Media}, attempt {Attempt}, made nothing: {Code}")]
    private static partial void Refused(ILogger log, string media, int attempt, string code);

    [LoggerMessage(LogLevel.Error, "Transcode of {Media}, attempt {Attempt}: the media folder cannot be written")]
    private static partial void Unwritable(ILogger log, string media, int attempt, Exception e);

    [LoggerMessage(LogLevel.Information, "Transcode of {Media}, attempt {Attempt}: stopped")]
    private static partial void Stopped(ILogger log, string media, int attempt);

    [LoggerMessage(LogLevel.Warning, "Transcode of {Media}, attempt {Attempt}: the job could not be reached")]
    private static partial void Unheard(ILogger log, string media, int attempt, Exception e);
}
