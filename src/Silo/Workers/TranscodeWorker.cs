using System.Diagnostics;
using System.Globalization;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.Options;

namespace LearningHub.Silo.Workers;

/// <summary>Asks the queue for jobs and runs ffmpeg for them, outside any grain turn. Any number of hosts may run one: a job's lease decides who
/// has it. While all places are taken, one more looks for videos that can be copied: a recording does not wait for the ladder of another. Acts as the platform.</summary>
internal sealed partial class TranscodeWorker(
    IGrainFactory grains, MediaFolder media, FFmpegPrograms programs, IOptions<TranscodeWorkerOptions> options, TimeProvider time, ILogger<TranscodeWorker> log) : BackgroundService
{
    private const long LeastFree = 16 << 20;
    private const string NoFFmpeg = "Waiting for ffmpeg on this server";

    private readonly TranscodeWorkerOptions _options = options.Value;
    private readonly TranscodeRun _run = new(programs, time);
    private readonly string _id = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host may await only what runs before the first real wait.
        await Task.Yield();
        using var platform = ActorContext.As(Actor.System("system"));
        var running = new List<Task>();
        var copying = Task.CompletedTask;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                running.RemoveAll(t => t.IsCompleted);
                var pause = _options.Poll;
                try
                {
                    if (_options.Parallel == 0) pause = _options.FFmpegRecheck;
                    else if (!programs.Available) pause = await Hold();
                    else
                    {
                        await Take(running, stoppingToken);
                        if (running.Count >= _options.Parallel && copying.IsCompleted) copying = await TakeCopy(stoppingToken);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The silo is starting, or the database is away.
                    Unreachable(log, e.Message);
                    pause = TimeSpan.FromSeconds(2);
                }
                var next = Task.Delay(pause, time, stoppingToken);
                await Task.WhenAny(copying.IsCompleted ? [next, .. running] : [next, copying, .. running]);
            }
        }
        finally
        {
            await Task.WhenAll([copying, .. running]);
        }
    }

    private async Task Take(List<Task> running, CancellationToken stopping)
    {
        if (running.Count >= _options.Parallel) return;
        foreach (var job in await grains.GetGrain<ITranscodeQueueGrain>("system/queries").Next(_options.Parallel + 5))
        {
            if (NoRoom(new MediaKey(job.Tenant, job.MediaId)) is { } reason)
            {
                await grains.TranscodeJob(new MediaKey(job.Tenant, job.MediaId)).Hold(reason);
                continue;
            }
            var ticket = await grains.TranscodeJob(new MediaKey(job.Tenant, job.MediaId)).Claim(_id);
            if (!ticket.IsOk) continue;
            running.Add(Attempt(ticket.Value, stopping));
            if (running.Count >= _options.Parallel) return;
        }
    }

    /// <summary>One that nobody has looked at. What cannot be copied goes back at once and waits for its turn.</summary>
    private async Task<Task> TakeCopy(CancellationToken stopping)
    {
        foreach (var job in await grains.GetGrain<ITranscodeQueueGrain>("system/queries").NextUnseen(5))
        {
            var key = new MediaKey(job.Tenant, job.MediaId);
            if (NoRoom(key) is not null) continue;
            var ticket = await grains.TranscodeJob(key).Claim(_id);
            if (ticket.IsOk) return Attempt(ticket.Value, stopping, onlyCopy: true);
        }
        return Task.CompletedTask;
    }

    private async Task Attempt(TranscodeTicket ticket, CancellationToken stopping, bool onlyCopy = false)
    {
        using var activity = TranscodeTrace.Source.StartActivity("transcode", ActivityKind.Consumer, ActivityContext.TryParse(ticket.Trace, null, out var cause) ? cause : default);
        activity?.SetTag("attempt", ticket.Attempt);
        try
        {
            await new TranscodeAttempt(grains, media, _run, _options, time, log, ticket, onlyCopy).Execute(stopping);
        }
        catch (Exception e)
        {
            // What nobody thought of. The lease runs out, and another attempt is made.
            Broken(log, ticket.MediaId, ticket.Attempt, e);
        }
    }

    /// <summary>Renditions are seldom larger than 1.5 times their source. Begun all the same where the system does not say what is free.</summary>
    private string? NoRoom(MediaKey key)
    {
        var source = new FileInfo(media.Source(key));
        var needed = LeastFree + (source.Exists ? source.Length * 3 / 2 : 0);
        return DiskSpace.Free(source.DirectoryName!) < needed ? string.Create(CultureInfo.InvariantCulture, $"Waiting for room on the server's disk: about {needed >> 20} MB are needed") : null;
    }

    private async Task<TimeSpan> Hold()
    {
        foreach (var job in await grains.GetGrain<ITranscodeQueueGrain>("system/queries").Next(50))
            await grains.TranscodeJob(new MediaKey(job.Tenant, job.MediaId)).Hold(NoFFmpeg);
        return _options.FFmpegRecheck;
    }

    [LoggerMessage(LogLevel.Warning, "The transcode worker cannot reach its queue: {Reason}")]
    private static partial void Unreachable(ILogger log, string reason);

    [LoggerMessage(LogLevel.Error, "Transcode of {Media}, attempt {Attempt}, broke")]
    private static partial void Broken(ILogger log, string media, int attempt, Exception e);
}
