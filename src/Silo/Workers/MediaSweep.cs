using System.Globalization;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.Options;

namespace LearningHub.Silo.Workers;

/// <summary>Removes what nobody names any more: uploads that rested a week, work folders of attempts that are over (with an encoder that a killed
/// host left running), renditions that were made but never committed. At start and once an hour; safe on many hosts at once.</summary>
internal sealed partial class MediaSweep(IGrainFactory grains, MediaFolder media, IOptions<TranscodeWorkerOptions> options, TimeProvider time, ILogger<MediaSweep> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var pause = TimeSpan.FromSeconds(5);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Once(stoppingToken);
                pause = options.Value.Sweep;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Broken(log, e.Message);
            }
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    public async Task Once(CancellationToken cancellation)
    {
        using var platform = ActorContext.As(Actor.System("system"));
        foreach (var tenant in media.Tenants())
        {
            foreach (var part in Files(media.Uploads(tenant), "*.part")) await Upload(tenant, part, cancellation);
            foreach (var pid in Files(media.Works(tenant), "*.pid")) await LeftBehind(tenant, pid);
            foreach (var work in Folders(media.Works(tenant))) await Attempt(tenant, work, Path.GetFileName(work));
            foreach (var video in Folders(media.RenditionsOf(tenant)))
                foreach (var rendition in Folders(video)) await Attempt(tenant, rendition, $"{Path.GetFileName(video)}-{Path.GetFileName(rendition)}");
        }
    }

    private async Task Upload(string tenant, string part, CancellationToken cancellation)
    {
        var mediaId = Path.GetFileNameWithoutExtension(part);
        if (!KeySegment.IsValid(mediaId) || time.GetUtcNow() - File.GetLastWriteTimeUtc(part) < options.Value.AbandonedUpload) return;
        cancellation.ThrowIfCancellationRequested();
        var cancelled = await grains.Media(new MediaKey(tenant, mediaId)).Cancel(new CancelUpload());
        if (cancelled.IsOk || cancelled.Error.Kind is ErrorKind.NotFound or ErrorKind.Conflict) File.Delete(part);
    }

    private async Task LeftBehind(string tenant, string pidFile)
    {
        var name = Path.GetFileNameWithoutExtension(pidFile);
        if (Parse(name) is { } attempt && !await IsNeeded(tenant, attempt)) FFmpegProcess.KillLeftBehind(pidFile, Path.Combine(media.Works(tenant), name));
    }

    private async Task Attempt(string tenant, string folder, string name)
    {
        if (Parse(name) is not { } attempt || await IsNeeded(tenant, attempt)) return;
        Directory.Delete(folder, recursive: true);
        Removed(log, attempt.MediaId, attempt.Attempt);
    }

    /// <summary>The job's present attempt, running or published, and any later one (a claim committed after we looked); nothing else.</summary>
    private async Task<bool> IsNeeded(string tenant, (string MediaId, int Attempt) attempt)
    {
        var job = await grains.TranscodeJob(new MediaKey(tenant, attempt.MediaId)).Get();
        if (!job.IsOk) return job.Error.Kind != ErrorKind.NotFound;
        if (attempt.Attempt > job.Value.Attempt) return true;
        return attempt.Attempt == job.Value.Attempt && job.Value.State is TranscodeState.Running or TranscodeState.Published;
    }

    private static (string MediaId, int Attempt)? Parse(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && KeySegment.IsValid(name[..dash]) && int.TryParse(name[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? (name[..dash], n) : null;
    }

    private static string[] Files(string folder, string pattern) => Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
    private static string[] Folders(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

    [LoggerMessage(LogLevel.Information, "Removed what attempt {Attempt} of {Media} left")]
    private static partial void Removed(ILogger log, string media, int attempt);

    [LoggerMessage(LogLevel.Warning, "The media sweep will try again: {Reason}")]
    private static partial void Broken(ILogger log, string reason);
}
