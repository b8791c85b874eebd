using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Makes a lesson of every class that is over: one file of its chunks, which then goes the way of every uploaded video. The folder of the chunks is the list of what is to
/// be done, and a file in it says that it was. Every step may be repeated after a crash: the ids of section, lesson and video follow from the class. Any number of hosts may run one.</summary>
internal sealed partial class RecordingWorker(IGrainFactory grains, MediaFolder media, RecordingFolder recordings, TimeProvider time, ILogger<RecordingWorker> log) : BackgroundService
{
    public const string Section = "live-recordings";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3), LaterAgain = TimeSpan.FromMinutes(1), NotOver = TimeSpan.FromSeconds(5), SweepEvery = TimeSpan.FromHours(1);
    /// <summary>The chunks are kept a while, should the recording have to be made again.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

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
                await Once(stopping);
                if (time.GetUtcNow() < _sweepAt) continue;
                _sweepAt = time.GetUtcNow() + SweepEvery;
                recordings.RemoveMade(time.GetUtcNow() - Kept);
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
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                _later[key] = time.GetUtcNow() + LaterAgain;
                Later(log, key.ClassId, e);
            }
        }
    }

    private async Task Make(LiveClassKey key)
    {
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
        var file = media.Part(video);
        // Nothing of it counts before the grain has heard of it: begun anew after a crash.
        if (!RecordingMux.Write(recordings.Sessions(key), plan.Value!.LiveAt, plan.Value!.EndedAt, file))
        {
            Empty(log, key.ClassId);
            recordings.MarkMade(key);
            return;
        }
        await Lesson(key, plan.Value!);
        Must(await grains.Media(video).Begin(new BeginUpload($"{key.ClassId}.mp4", "video/mp4", new FileInfo(file).Length, plan.Value!.CourseId, LessonOf(key))));
        string sha256;
        await using (var made = File.OpenRead(file)) (_, sha256) = await UploadFile.Examine(made, CancellationToken.None);
        File.Move(file, media.Source(video), overwrite: true);
        Must(await grains.Media(video).CompleteUpload(new CompleteUpload("mp4", sha256)));
        recordings.MarkMade(key);
        Made(log, key.ClassId);
    }

    private async Task Lesson(LiveClassKey key, LiveRecordingPlan plan)
    {
        var course = grains.Course(new(key.Tenant, plan.CourseId));
        if ((await course.GetFacts()).Lessons.Any(l => l.LessonId == LessonOf(key))) return;
        var section = await course.AddSection(new AddSection(Section, "Live classes"));
        if (section.Error is not { Code: "courses.id_taken" }) Must(section);
        var lesson = await course.AddLesson(new AddLesson(Section, LessonOf(key), plan.Title, LessonKind.Video));
        if (lesson.Error is not { Code: "courses.id_taken" }) Must(lesson);
    }

    public static string LessonOf(LiveClassKey key) => Shortened(key.ClassId);
    public static string VideoOf(LiveClassKey key) => Shortened(key.ClassId);

    private static string Shortened(string classId) => "live-" + (classId.Length <= 59 ? classId : classId[..59]);

    private static void Must<T>(Result<T> result)
    {
        if (!result.IsOk) throw new InvalidOperationException($"{result.Error.Code}: {result.Error.Message}");
    }

    [LoggerMessage(LogLevel.Warning, "The recording of class {Class} is made later")]
    private static partial void Later(ILogger log, string @class, Exception e);

    [LoggerMessage(LogLevel.Information, "Class {Class} has no recording: nothing was sent")]
    private static partial void Empty(ILogger log, string @class);

    [LoggerMessage(LogLevel.Information, "The recording of class {Class} is on its way to be a lesson")]
    private static partial void Made(ILogger log, string @class);
}
