using System.Globalization;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Makes a lesson of every class that is over: one file of its chunks, which then goes the way of every uploaded video. The folder of the chunks is the list of what is to
/// be done, and a file in it says that it was. Every step may be repeated after a crash: the ids of section, lesson and video follow from the class. Any number of hosts may run one. The course is
/// asked before a byte is written; where it refuses (it is full, the file too large), a file says why, and it is asked again after an hour.</summary>
internal sealed partial class RecordingWorker(IGrainFactory grains, MediaFolder media, RecordingFolder recordings, UploadLimits limits, TimeProvider time, ILogger<RecordingWorker> log) : BackgroundService
{
    public const string Section = "live-recordings";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3), LaterAgain = TimeSpan.FromMinutes(1), NotOver = TimeSpan.FromSeconds(5),
        RefusedAgain = TimeSpan.FromHours(1), SweepEvery = TimeSpan.FromHours(1);

    /// <summary>A lesson's title is measured in UTF-16 units, a class's in what people take for letters.</summary>
    private const int MaxTitle = 140;

    /// <summary>The chunks are kept a while, should the recording have to be made again.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>So long a course may be mended that does not take its recording.</summary>
    private static readonly TimeSpan RefusedKept = TimeSpan.FromDays(30);

    private readonly Dictionary<LiveClassKey, DateTimeOffset> _later = [];
    private DateTimeOffset _sweepAt;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    await Once(stopping);
                    if (time.GetUtcNow() < _sweepAt) continue;
                    _sweepAt = time.GetUtcNow() + SweepEvery;
                    recordings.RemoveMade(time.GetUtcNow() - Kept);
                    recordings.RemoveRefused(time.GetUtcNow() - RefusedKept);
                }
                catch (Exception e) when (!IsStop(e, stopping))
                {
                    // The volume is away, perhaps: no reason for the host to end.
                    RoundFailed(log, e);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
    }

    public async Task Once(CancellationToken stopping)
    {
        foreach (var key in recordings.Unmade())
        {
            stopping.ThrowIfCancellationRequested();
            if (_later.TryGetValue(key, out var due) && time.GetUtcNow() < due) continue;
            try
            {
                using (ActorContext.As(Actor.System(key.Tenant))) await Make(key);
            }
            catch (Exception e) when (!IsStop(e, stopping))
            {
                _later[key] = time.GetUtcNow() + LaterAgain;
                Later(log, key.ClassId, e);
            }
        }
    }

    private static bool IsStop(Exception e, CancellationToken stopping) => e is OperationCanceledException && stopping.IsCancellationRequested;

    private async Task Make(LiveClassKey key)
    {
        if (recordings.Refused(key) is { } refused && time.GetUtcNow() < refused.At + RefusedAgain)
        {
            // By whichever host.
            _later[key] = refused.At + RefusedAgain;
            return;
        }
        var plan = await grains.LiveClass(key).GetRecordingPlan();
        if (plan.Error is { } error)
        {
            // Cancelled, or never was: there is nothing to make.
            if (error.Kind == ErrorKind.NotFound) recordings.MarkMade(key);
            else _later[key] = time.GetUtcNow() + NotOver;
            return;
        }
        // Two hosts at once: one holds the file, the other looks again later.
        using var held = recordings.Hold(key);
        if (held is null) return;

        var video = new MediaKey(key.Tenant, VideoOf(key));
        var known = await grains.Media(video).Get();
        if (known is { IsOk: true, Value.State: not MediaState.Uploading }) { recordings.MarkMade(key); return; }
        if (RecordingMux.Of(recordings.Sessions(key), plan.Value!.LiveAt, plan.Value!.EndedAt) is not { } mux)
        {
            Empty(log, key.ClassId);
            recordings.MarkMade(key);
            return;
        }
        if (await Taken(key, video, plan.Value!, mux.Length) is { } refusal)
        {
            recordings.MarkRefused(key, refusal.Message);
            _later[key] = time.GetUtcNow() + RefusedAgain;
            NotTaken(log, key.ClassId, refusal.Code);
            return;
        }
        // Nothing of it counts before the upload is complete: begun anew after a crash.
        var file = media.Part(video);
        mux.Write(file);
        string sha256;
        await using (var made = File.OpenRead(file)) (_, sha256) = await UploadFile.Examine(made, CancellationToken.None);
        File.Move(file, media.Source(video), overwrite: true);
        Must(await grains.Media(video).CompleteUpload(new CompleteUpload("mp4", sha256)));
        recordings.MarkMade(key);
        _later.Remove(key);
        Made(log, key.ClassId);
    }

    /// <summary>The lesson and the place of its video; or why the course has none.</summary>
    private async Task<Error?> Taken(LiveClassKey key, MediaKey video, LiveRecordingPlan plan, long length)
    {
        // Before the course is touched: it is asked again every hour.
        if (length > limits.MaxUploadBytes) return Error.Invalid("media.too_large", $"The file is larger than {limits.MaxUploadBytes / (1024 * 1024)} MiB.", "file");
        var (course, added) = (grains.Course(new(key.Tenant, plan.CourseId)), false);
        if (!(await course.GetFacts()).Lessons.Any(l => l.LessonId == LessonOf(key)))
        {
            var section = await course.AddSection(new AddSection(Section, "Live classes"));
            if (Refusal(section) is { Code: not "courses.id_taken" } noSection) return noSection;
            var lesson = await course.AddLesson(new AddLesson(Section, LessonOf(key), TitleOf(plan.Title), LessonKind.Video));
            if (Refusal(lesson) is { Code: not "courses.id_taken" } noLesson) return noLesson;
            added = lesson.IsOk;
        }
        var begun = await grains.Media(video).Begin(new BeginUpload($"{key.ClassId}.mp4", "video/mp4", length, plan.CourseId, LessonOf(key)));
        if (Refusal(begun) is not { } noVideo) return null;
        // A lesson that never has a video is nothing for students to find; one that was there before may have become something else.
        if (added) await course.RemoveLesson(new RemoveLesson(LessonOf(key)));
        return noVideo;
    }

    public static string TitleOf(string title)
    {
        if (title.Length <= MaxTitle) return title;
        var kept = 0;
        for (int next; kept + (next = StringInfo.GetNextTextElementLength(title, kept)) < MaxTitle;) kept += next;
        // A letter with more marks than a title holds.
        if (kept == 0) kept = MaxTitle - (char.IsHighSurrogate(title[MaxTitle - 2]) ? 2 : 1);
        return title[..kept].TrimEnd() + "…";
    }

    public static string LessonOf(LiveClassKey key) => LessonOf(key.ClassId);
    public static string LessonOf(string classId) => Shortened(classId);
    public static string VideoOf(LiveClassKey key) => Shortened(key.ClassId);

    private static string Shortened(string classId) => "live-" + (classId.Length <= 59 ? classId : classId[..59]);

    /// <summary>What will be the same in a minute; what may not is tried again then.</summary>
    private static Error? Refusal<T>(Result<T> result)
    {
        if (result.Error is { Kind: ErrorKind.Unavailable or ErrorKind.TooMany }) Must(result);
        return result.Error;
    }

    private static void Must<T>(Result<T> result)
    {
        if (!result.IsOk) throw new InvalidOperationException($"{result.Error.Code}: {result.Error.Message}");
    }

    [LoggerMessage(LogLevel.Warning, "The recording of class {Class} is made later")]
    private static partial void Later(ILogger log, string @class, Exception e);

    [LoggerMessage(LogLevel.Warning, "The course does not take the recording of class {Class}: {Code}")]
    private static partial void NotTaken(ILogger log, string @class, string code);

    [LoggerMessage(LogLevel.Error, "Recordings of live classes are looked for again in a moment")]
    private static partial void RoundFailed(ILogger log, Exception e);

    [LoggerMessage(LogLevel.Information, "Class {Class} has no recording: nothing was sent")]
    private static partial void Empty(ILogger log, string @class);

    [LoggerMessage(LogLevel.Information, "The recording of class {Class} is on its way to be a lesson")]
    private static partial void Made(ILogger log, string @class);
}
