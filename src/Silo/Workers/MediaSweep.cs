using System.Globalization;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.Options;

namespace LearningHub.Silo.Workers;

/// <summary>Removes what nobody needs any more: uploads that rested a week, or an hour when their lesson is gone; sources a week after their transcode;
/// work folders of attempts that are over (with an encoder that a killed host left running); early renditions some hours after their ladder; renditions that were made but never committed, and those
/// of videos that no lesson has named for a week (<see cref="IMediaGrain.Tend"/>). At start and once an hour; safe on many hosts at once, and when it
/// is cut off: the grains decide, and what is left over is found again.</summary>
internal sealed partial class MediaSweep(IGrainFactory grains, MediaFolder media, IOptions<TranscodeWorkerOptions> options, TimeProvider time, ILogger<MediaSweep> log) : BackgroundService
{
    private static readonly TimeSpan LessonGone = TimeSpan.FromHours(1);

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
            cancellation.ThrowIfCancellationRequested();
            foreach (var part in Files(media.Uploads(tenant), "*.part")) await Upload(tenant, Path.GetFileNameWithoutExtension(part), part);
            foreach (var source in Files(media.Sources(tenant), "*")) await Source(tenant, Path.GetFileName(source), source);
            foreach (var pid in Files(media.Works(tenant), "*.pid")) await LeftBehind(tenant, pid);
            foreach (var work in Folders(media.Works(tenant))) await Attempt(tenant, work, Path.GetFileName(work));
            foreach (var video in Folders(media.RenditionsOf(tenant)))
            {
                cancellation.ThrowIfCancellationRequested();
                if (await Video(tenant, Path.GetFileName(video), video)) continue;
                foreach (var rendition in Folders(video)) await Attempt(tenant, rendition, $"{Path.GetFileName(video)}-{Path.GetFileName(rendition)}");
            }
        }
    }

    private async Task Upload(string tenant, string mediaId, string part)
    {
        var rested = Rested(part);
        if (!KeySegment.IsValid(mediaId) || rested < LessonGone) return;
        var key = new MediaKey(tenant, mediaId);
        if (rested < options.Value.AbandonedUpload && !await LessonIsGone(key)) return;
        await GiveUp(key, part);
    }

    /// <summary>Its upload was moved here and never taken, because its lesson is gone: given up as one that is not complete. Else it is kept while the
    /// transcode may need it, and a while longer.</summary>
    private async Task Source(string tenant, string mediaId, string source)
    {
        if (!KeySegment.IsValid(mediaId)) return;
        var key = new MediaKey(tenant, mediaId);
        var found = await grains.Media(key).Get();
        if (!found.IsOk && found.Error.Kind != ErrorKind.NotFound) return;
        var state = found.IsOk ? found.Value.State : MediaState.None;
        if (state is MediaState.Uploading) await Upload(tenant, mediaId, source);
        else if (state is MediaState.None or MediaState.Cancelled or MediaState.Retired && Rested(source) > options.Value.AbandonedUpload) Delete(source);
        else if (await grains.TranscodeJob(key).Get() is { IsOk: true, Value: { State: TranscodeState.Published or TranscodeState.Failed } job }
            && time.GetUtcNow() - job.ChangedAt > options.Value.KeepSources) Delete(source);
    }

    private async Task GiveUp(MediaKey key, string file)
    {
        var cancelled = await grains.Media(key).Cancel(new CancelUpload());
        if (cancelled.IsOk || cancelled.Error.Kind is ErrorKind.NotFound || cancelled.Error.Kind is ErrorKind.Conflict && file.EndsWith(".part", StringComparison.Ordinal)) Delete(file);
    }

    private async Task<bool> LessonIsGone(MediaKey key)
    {
        var found = await grains.Media(key).Get();
        if (found is not { IsOk: true, Value: { State: MediaState.Uploading } upload }) return false;
        return !(await grains.Course(new CourseKey(key.Tenant, upload.CourseId)).GetFacts()).Lessons.Any(l => l.LessonId == upload.LessonId);
    }

    /// <summary>True when all of the video went.</summary>
    private async Task<bool> Video(string tenant, string mediaId, string renditions)
    {
        if (!KeySegment.IsValid(mediaId)) return true;
        var key = new MediaKey(tenant, mediaId);
        if (await grains.Media(key).Tend(new TendMedia()) is not { IsOk: true, Value.BytesMayGo: true }) return false;
        // The renditions go last: they are what the sweep finds the video by.
        if (Directory.Exists(media.Captions(key))) Directory.Delete(media.Captions(key), recursive: true);
        Directory.Delete(renditions, recursive: true);
        Delete(media.Source(key));
        Retired(log, mediaId);
        return true;
    }

    private TimeSpan Rested(string file) => time.GetUtcNow() - File.GetLastWriteTimeUtc(file);

    private void Delete(string file)
    {
        if (!File.Exists(file)) return;
        File.Delete(file);
        FileRemoved(log, Path.GetFileName(file));
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

    /// <summary>The job's present attempt while it runs, what is served, an early rendition until no signed address can still lead to it, and any later one (a claim committed after
    /// we looked); nothing else.</summary>
    private async Task<bool> IsNeeded(string tenant, (string MediaId, int Attempt) attempt)
    {
        var key = new MediaKey(tenant, attempt.MediaId);
        var found = await grains.TranscodeJob(key).Get();
        if (!found.IsOk) return found.Error.Kind != ErrorKind.NotFound;
        var job = found.Value;
        var (n, done) = (attempt.Attempt, job.State == TranscodeState.Published);
        if (n > job.Attempt || n == job.ServedAttempt) return true;
        if (n == job.EarlyAttempt) return !done || time.GetUtcNow() - job.ChangedAt < options.Value.KeepCopies || await IsNamed(key, n);
        return n == job.Attempt && (job.State == TranscodeState.Running || done && job.ServedAttempt == 0);
    }

    /// <summary>The video may hear of its ladder late: until then it hands out addresses of what it had.</summary>
    private async Task<bool> IsNamed(MediaKey key, int attempt) => await grains.Media(key).Get() is not { IsOk: true } media || media.Value.Manifest?.Attempt == attempt;

    private static (string MediaId, int Attempt)? Parse(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && KeySegment.IsValid(name[..dash]) && int.TryParse(name[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? (name[..dash], n) : null;
    }

    private static string[] Files(string folder, string pattern) => Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
    private static string[] Folders(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

    [LoggerMessage(LogLevel.Information, "Removed what attempt {Attempt} of {Media} left")]
    private static partial void Removed(ILogger log, string media, int attempt);

    [LoggerMessage(LogLevel.Information, "Removed video {Media}: no lesson names it")]
    private static partial void Retired(ILogger log, string media);

    [LoggerMessage(LogLevel.Information, "Removed {File}: nobody needs it any more")]
    private static partial void FileRemoved(ILogger log, string file);

    [LoggerMessage(LogLevel.Warning, "The media sweep will try again: {Reason}")]
    private static partial void Broken(ILogger log, string reason);
}
