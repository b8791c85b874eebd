using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Grains.Tests.Media;
using LearningHub.Silo.Workers;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Grains.Tests.Transcoding;

/// <summary>From the upload to a lesson that can be watched, and on to its ladder: real grains, real queue, real ffmpeg.</summary>
[Collection("hub")]
public sealed class EarlyRenditionTests(HubFixture hub)
{
    private static readonly TranscodeWorkerOptions Options = new()
    {
        Poll = TimeSpan.FromMilliseconds(50), Report = TimeSpan.FromMilliseconds(200), CopyFrom = TimeSpan.FromSeconds(1),
    };

    [FactWithFFmpeg]
    public async Task A_class_is_watched_as_it_was_recorded_until_its_ladder_is_there()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(TestClips.Class);
        await lesson.UntilJob(key, TranscodeState.Queued);
        await Attempt(lesson, await Claim(lesson, key));

        var early = await lesson.Until(key, MediaState.Ready);
        (early.Manifest!.Attempt, early.Manifest.Renditions.Length).ShouldBe((1, 1));
        var waits = (await lesson.Job(key))!;
        (waits.State, waits.Watchable, waits.EarlyAttempt, waits.ServedAttempt, waits.Message).ShouldBe((TranscodeState.Queued, true, 1, 1, "Waiting for its turn"));
        lesson.Renditions(key).ShouldBe(["1"]);
        using (lesson.AsInstructor()) await Wait.Until(async () => (await hub.Grains.Course(lesson.Course).GetFacts()).Lessons.Single().MediaReady);

        var ticket = await Claim(lesson, key);
        (ticket.Attempt, ticket.EarlyAttempt, ticket.MayCopy).ShouldBe((2, 1, false));
        await Attempt(lesson, ticket);
        var whole = await Wait.Until(() => lesson.Media(key), m => m.Manifest!.Attempt == 2);
        whole.Manifest!.Renditions.Select(r => r.Height).ShouldBe([360, 720]);
        lesson.Renditions(key).Order().ShouldBe(["1", "2"]);
        (await lesson.Job(key))!.State.ShouldBe(TranscodeState.Published);
        Directory.GetFileSystemEntries(lesson.Folder.Works(lesson.Tenant)).ShouldBeEmpty();
    }

    [FactWithFFmpeg]
    public async Task A_host_that_dies_between_the_copy_and_the_ladder_is_followed_by_another_and_the_copy_stays()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(TestClips.Class);
        await lesson.UntilJob(key, TranscodeState.Queued);
        await Attempt(lesson, await Claim(lesson, key));
        (await Claim(lesson, key)).Attempt.ShouldBe(2);
        Directory.CreateDirectory(lesson.Folder.Work(key, 2));
        Directory.CreateDirectory(lesson.Folder.Rendition(key, 2));

        await using var worker = await Start(lesson);
        await Wait.Until(() => lesson.Media(key), m => m.Manifest?.Attempt == 3, TimeSpan.FromMinutes(10));
        lesson.Renditions(key).Order().ShouldBe(["1", "3"]);
        (await lesson.Events("transcode.published")).ShouldBe(2);
    }

    [FactWithFFmpeg]
    public async Task A_superseded_attempt_publishes_no_copy_and_leaves_nothing()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(TestClips.Class);
        await lesson.UntilJob(key, TranscodeState.Queued);
        var stale = await Claim(lesson, key);
        using (lesson.AsSystem()) VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Fail(new FailTranscode(1, "transcoding.stalled", "It stalled.", false)));
        var present = await Claim(lesson, key);
        await Attempt(lesson, stale, new() { Report = TimeSpan.FromMinutes(10), CopyFrom = TimeSpan.Zero });
        lesson.Renditions(key).ShouldBeEmpty();
        (await lesson.Events("transcode.published")).ShouldBe(0);

        await Attempt(lesson, present);
        lesson.Renditions(key).ShouldBe(["2"]);
        using var _ = lesson.AsSystem();
        var job = hub.Grains.TranscodeJob(key);
        // The answer was lost: asked again, also when the next attempt runs.
        var manifest = (await lesson.Until(key, MediaState.Ready)).Manifest!;
        VideoLesson.Ok(await job.CompleteEarly(new CompleteEarlyTranscode(2, manifest)));
        VideoLesson.Ok(await job.Claim("test")).Attempt.ShouldBe(3);
        VideoLesson.Ok(await job.CompleteEarly(new CompleteEarlyTranscode(2, manifest)));
        (await job.CompleteEarly(new CompleteEarlyTranscode(3, manifest with { Attempt = 3 }))).Error!.Code.ShouldBe("transcoding.early_exists");
        (await lesson.Events("transcode.published")).ShouldBe(1);
        VideoLesson.Ok(await job.Fail(new FailTranscode(3, "transcoding.breaks_off", "The end.", true)));
    }

    [FactWithFFmpeg]
    public async Task When_the_ladder_cannot_be_made_the_copy_stays_and_its_lesson_is_ready()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(TestClips.Class);
        await lesson.UntilJob(key, TranscodeState.Queued);
        await Attempt(lesson, await Claim(lesson, key));
        var ticket = await Claim(lesson, key);
        using (lesson.AsSystem()) VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Fail(new FailTranscode(ticket.Attempt, "transcoding.encoder_failed", "The encoder could not finish this file.", true)));

        var job = (await lesson.Job(key))!;
        (job.State, job.Code, job.Message).ShouldBe((TranscodeState.Published, "transcoding.encoder_failed", "It is there in one quality only. The encoder could not finish this file."));
        (await lesson.Until(key, MediaState.Ready)).Manifest!.Attempt.ShouldBe(1);
        (await lesson.Events("transcode.failed")).ShouldBe(0);
        await Sweep(lesson, new() { KeepCopies = TimeSpan.Zero });
        lesson.Renditions(key).ShouldBe(["1"], "it is what is served");
    }

    [FactWithFFmpeg]
    public async Task The_sweep_keeps_the_copy_until_no_address_can_lead_to_it()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await lesson.Upload(TestClips.Class);
        await lesson.UntilJob(key, TranscodeState.Queued);
        await Attempt(lesson, await Claim(lesson, key));
        var impatient = new TranscodeWorkerOptions { KeepCopies = TimeSpan.Zero };
        await Sweep(lesson, impatient);
        lesson.Renditions(key).ShouldBe(["1"], "nothing else is there yet");
        await Attempt(lesson, await Claim(lesson, key));
        await Wait.Until(() => lesson.Media(key), m => m.Manifest!.Attempt == 2);
        await Sweep(lesson, new());
        lesson.Renditions(key).Order().ShouldBe(["1", "2"]);
        await Sweep(lesson, impatient);
        lesson.Renditions(key).ShouldBe(["2"]);
    }

    [FactWithFFmpeg]
    public async Task A_class_does_not_wait_for_the_ladder_of_another_video()
    {
        using var lesson = await VideoLesson.Open(hub);
        var large = await lesson.Upload(TestClips.Large);
        var (watchable, other) = (TestClips.Class, TestClips.BFrames);
        await using var worker = await Start(lesson, new() { Poll = Options.Poll, Report = Options.Report, CopyFrom = TimeSpan.FromSeconds(1), Parallel = 1 });
        // Too heavy to be copied: its ladder is what runs.
        await Wait.Until(() => lesson.Job(large), job => job is { State: TranscodeState.Running, Stage: "encoding" }, TimeSpan.FromMinutes(6));
        var recording = await lesson.Upload(watchable);
        var slides = await lesson.Upload(other);

        (await lesson.Until(recording, MediaState.Ready)).Manifest!.Attempt.ShouldBe(1);
        (await lesson.Job(large))!.State.ShouldBe(TranscodeState.Running);
        foreach (var key in (MediaKey[])[large, recording, slides]) await Wait.Until(() => lesson.Job(key), job => job!.State == TranscodeState.Published, TimeSpan.FromMinutes(10));
        // What cannot be copied was looked at beside the large one too, and went back for its turn. The queue is a view, and a moment behind: it may be looked at once more.
        var looks = (await Wait.Until(() => lesson.Media(slides), m => m.Manifest?.Attempt >= 2)).Manifest!.Attempt - 1;
        (await lesson.Events("transcode.requeued")).ShouldBeInRange(1, looks);
    }

    private async Task<TranscodeTicket> Claim(VideoLesson lesson, MediaKey key)
    {
        using var _ = lesson.AsSystem();
        return VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Claim("test"));
    }

    private async Task Attempt(VideoLesson lesson, TranscodeTicket ticket, TranscodeWorkerOptions? options = null)
    {
        using var _ = lesson.AsSystem();
        await new TranscodeAttempt(hub.Grains, lesson.Folder, new TranscodeRun(new FFmpegPrograms(null), TimeProvider.System), options ?? Options, TimeProvider.System, NullLogger.Instance, ticket)
            .Execute(CancellationToken.None);
    }

    private Task Sweep(VideoLesson lesson, TranscodeWorkerOptions options) =>
        new MediaSweep(hub.Grains, lesson.Folder, Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System, NullLogger<MediaSweep>.Instance).Once(CancellationToken.None);

    private async Task<Running> Start(VideoLesson lesson, TranscodeWorkerOptions? options = null)
    {
        var worker = new TranscodeWorker(hub.Grains, lesson.Folder, new FFmpegPrograms(null), Microsoft.Extensions.Options.Options.Create(options ?? Options), TimeProvider.System, NullLogger<TranscodeWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        return new(worker);
    }

    private sealed class Running(TranscodeWorker worker) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }
    }
}
