using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Grains.Tests.Media;
using LearningHub.Silo.Workers;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Tests.Transcoding;

/// <summary>From the upload to the lesson: real grains, real queue, real ffmpeg.</summary>
[Collection("hub")]
public sealed class TranscodeWorkerTests(HubFixture hub)
{
    private static readonly TranscodeWorkerOptions Options = new()
    {
        Poll = TimeSpan.FromMilliseconds(50), Report = TimeSpan.FromMilliseconds(200), FFmpegRecheck = TimeSpan.FromMilliseconds(100),
    };

    [FactWithFFmpeg]
    public async Task An_uploaded_video_is_transcoded_and_its_lesson_becomes_ready()
    {
        using var lesson = await VideoLesson.Open(hub);
        await using var worker = await Start(lesson);
        var key = await lesson.Upload(TestClips.Small);

        var ready = await lesson.Until(key, MediaState.Ready);
        ready.Manifest!.Renditions.Length.ShouldBe(1);
        File.Exists(Path.Combine(lesson.Folder.Rendition(key, 1), ready.Manifest.Master)).ShouldBeTrue();
        await Wait.Until(async () =>
        {
            using var _ = lesson.AsInstructor();
            return (await hub.Grains.Course(lesson.Course).GetFacts()).Lessons.Single();
        }, l => l.MediaReady && l.DurationMs == ready.Manifest.DurationMs && l.MediaId == key.MediaId);
        Directory.GetFileSystemEntries(lesson.Folder.Works(lesson.Tenant)).ShouldBeEmpty();
    }

    [FactWithFFmpeg]
    public async Task One_trace_leads_from_the_upload_over_reactors_and_projections_to_ffmpeg()
    {
        using var lesson = await VideoLesson.Open(hub);
        await using var worker = await Start(lesson);
        using var clicks = new ActivitySource("test.clicks");
        var (trace, seen) = (default(ActivityTraceId), new ConcurrentBag<(ActivityTraceId Trace, string Source, string Name)>());
        using var listener = new ActivityListener
        {
            // The engine passes a trace on to the callee when somebody listens to its calls, as the export does.
            ShouldListenTo = s => s.Name == clicks.Name || s.Name.StartsWith("LearningHub.", StringComparison.Ordinal) || s.Name.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal), Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => seen.Add((a.TraceId, a.Source.Name, a.OperationName)),
        };
        ActivitySource.AddActivityListener(listener);
        MediaKey key;
        using (var click = clicks.StartActivity("click"))
        {
            trace = click.ShouldNotBeNull().TraceId;
            key = await lesson.Upload(TestClips.Small);
        }
        await lesson.Until(key, MediaState.Ready);
        await Wait.Until(() => seen.Where(a => a.Trace == trace).Select(a => a.Name).ToHashSet() is var names && names.Contains("transcode") && names.Contains("ffmpeg") && names.Contains("ffprobe"));
        seen.ShouldContain(a => a.Trace == trace && a.Source == "LearningHub.Projections");
    }

    [FactWithFFmpeg]
    public async Task A_damaged_file_fails_at_once_with_the_reason()
    {
        using var lesson = await VideoLesson.Open(hub);
        await using var worker = await Start(lesson);
        var key = await lesson.Upload(TestClips.Corrupt);

        var failed = await lesson.Until(key, MediaState.Failed);
        failed.FailureCode.ShouldBe("transcoding.unreadable");
        failed.FailureMessage.ShouldStartWith("The file is damaged");
        (await lesson.Events("transcode.started")).ShouldBe(1);
        lesson.Renditions(key).ShouldBeEmpty();
    }

    [FactWithFFmpeg]
    public async Task An_encoder_that_is_killed_is_followed_by_another_attempt_and_one_rendition()
    {
        using var lesson = await VideoLesson.Open(hub);
        await using var worker = await Start(lesson);
        var key = await lesson.Upload(TestClips.Standard);

        var pidFile = lesson.Folder.Work(key, 1) + ".pid";
        var pid = await Wait.Until(() => Task.FromResult(ReadPid(pidFile)), p => p > 0, TimeSpan.FromSeconds(30));
        Process.GetProcessById(pid).Kill();

        (await lesson.Until(key, MediaState.Ready)).Manifest!.Attempt.ShouldBe(2);
        lesson.Renditions(key).ShouldBe(["2"]);
        (await lesson.Events("transcode.published")).ShouldBe(1);
        (await lesson.Events("transcode.requeued")).ShouldBe(1);
    }

    [FactWithFFmpeg]
    public async Task Two_workers_and_one_job_make_one_publication()
    {
        using var lesson = await VideoLesson.Open(hub);
        await using var one = await Start(lesson);
        await using var two = await Start(lesson);
        var key = await lesson.Upload(TestClips.Small);

        await lesson.Until(key, MediaState.Ready);
        (await lesson.Events("transcode.started")).ShouldBe(1);
        (await lesson.Events("transcode.published")).ShouldBe(1);
    }

    [FactWithFFmpeg]
    public async Task A_superseded_attempt_publishes_nothing_and_removes_its_folder()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(TestClips.Small);
        await lesson.UntilJob(key, TranscodeState.Queued);
        using var _ = lesson.AsSystem();
        var job = hub.Grains.TranscodeJob(key);
        var stale = VideoLesson.Ok(await job.Claim("slow"));
        VideoLesson.Ok(await job.Fail(new FailTranscode(stale.Attempt, "transcoding.stalled", "It stalled.", false)));
        VideoLesson.Ok(await job.Claim("quick")).Attempt.ShouldBe(2);

        // No heartbeat in time: the attempt learns only at its end that it is none any more.
        var options = new TranscodeWorkerOptions { Report = TimeSpan.FromMinutes(10) };
        await new TranscodeAttempt(hub.Grains, lesson.Folder, new TranscodeRun(new FFmpegPrograms(null), TimeProvider.System), options, TimeProvider.System, NullLogger.Instance, stale)
            .Execute(CancellationToken.None);

        lesson.Renditions(key).ShouldBeEmpty();
        Directory.GetFileSystemEntries(lesson.Folder.Works(lesson.Tenant)).ShouldBeEmpty();
        (await lesson.Job(key))!.State.ShouldBe(TranscodeState.Running);
        (await lesson.Events("transcode.published")).ShouldBe(0);
        (await job.Report(new TranscodeReport(1, "encoding", 50, 1))).Error!.Code.ShouldBe("transcoding.superseded");
        VideoLesson.Ok(await job.Fail(new FailTranscode(2, "transcoding.unreadable", "The end.", true)));
    }

    [FactWithFFmpeg]
    public async Task A_job_whose_worker_is_gone_is_taken_over_when_its_lease_is_over()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(TestClips.Small);
        await lesson.UntilJob(key, TranscodeState.Queued);
        using (lesson.AsSystem()) VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Claim("gone"));
        await using var worker = await Start(lesson);
        (await lesson.Until(key, MediaState.Ready)).Manifest!.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Without_ffmpeg_a_job_waits_and_says_why()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(typeof(TranscodeWorkerTests).Assembly.Location);
        await using var worker = await Start(lesson, new FFmpegPrograms(Path.GetTempPath()));
        await Wait.Until(() => lesson.Job(key), job => job is { State: TranscodeState.Queued, Message: "Waiting for ffmpeg on this server" });
        using var _ = lesson.AsSystem();
        var ticket = VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Claim("test"));
        VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Fail(new FailTranscode(ticket.Attempt, "transcoding.unreadable", "The end.", true)));
    }

    [FactWithFFmpeg]
    public async Task The_sweep_removes_what_nobody_names_and_nothing_else()
    {
        using var lesson = await VideoLesson.Open(hub);
        await using var worker = await Start(lesson);
        var key = await lesson.Upload(TestClips.Small);
        await lesson.Until(key, MediaState.Ready);
        using (lesson.AsInstructor())
        {
            VideoLesson.Ok(await lesson.Begin("old"));
            VideoLesson.Ok(await lesson.Begin("fresh"));
        }
        var (old, fresh) = (lesson.Folder.Part(new MediaKey(lesson.Tenant, "old")), lesson.Folder.Part(new MediaKey(lesson.Tenant, "fresh")));
        await File.WriteAllTextAsync(old, "x");
        await File.WriteAllTextAsync(fresh, "x");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-8));
        var uncommitted = Directory.CreateDirectory(Path.Combine(lesson.Folder.Renditions(new MediaKey(lesson.Tenant, "unknown")), "1")).FullName;
        var dead = Directory.CreateDirectory(Path.Combine(lesson.Folder.Works(lesson.Tenant), "unknown-1")).FullName;

        await new MediaSweep(hub.Grains, lesson.Folder, Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System, NullLogger<MediaSweep>.Instance).Once(CancellationToken.None);

        File.Exists(old).ShouldBeFalse();
        File.Exists(fresh).ShouldBeTrue();
        Directory.Exists(uncommitted).ShouldBeFalse();
        Directory.Exists(dead).ShouldBeFalse();
        lesson.Renditions(key).ShouldBe(["1"]);
        (await lesson.Media(new MediaKey(lesson.Tenant, "old"))).State.ShouldBe(MediaState.Cancelled);
    }

    private async Task<Running> Start(VideoLesson lesson, FFmpegPrograms? programs = null)
    {
        var worker = new TranscodeWorker(hub.Grains, lesson.Folder, programs ?? new FFmpegPrograms(null), Microsoft.Extensions.Options.Options.Create(Options),
            TimeProvider.System, NullLogger<TranscodeWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        return new(worker);
    }

    private static int ReadPid(string file) =>
        File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    private sealed class Running(TranscodeWorker worker) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }
    }
}
