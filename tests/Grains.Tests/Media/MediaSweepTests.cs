using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Grains.Media;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Silo.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Grains.Tests.Media;

/// <summary>A hub in which a video that no lesson names has no time of grace: the second look retires it.</summary>
public sealed class ImpatientHub : HubFixture
{
    protected override void Configure(IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton(new MediaLimits(MediaLimits.DefaultMaxUploadBytes) { KeepUnnamed = TimeSpan.Zero, Settled = TimeSpan.Zero });
}

/// <summary>What the sweep takes and what it leaves, on real grains and real files.</summary>
public sealed class MediaSweepTests(ImpatientHub hub) : IClassFixture<ImpatientHub>
{
    [Fact]
    public async Task A_video_goes_when_its_lesson_names_another_and_can_be_named_no_more()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await Published(lesson);
        await Sweep(lesson);
        await Sweep(lesson);
        lesson.Renditions(key).ShouldBe(["1"], "its lesson names it");

        await Name(lesson, "");
        await Sweep(lesson);
        lesson.Renditions(key).ShouldBe(["1"], "the first look only remembers since when");
        (await lesson.Media(key)).State.ShouldBe(MediaState.Ready);
        await Sweep(lesson);
        lesson.Renditions(key).ShouldBeEmpty();
        File.Exists(lesson.Folder.Source(key)).ShouldBeFalse();
        (await lesson.Media(key)).State.ShouldBe(MediaState.Retired);
        using (lesson.AsInstructor())
            (await hub.Grains.Course(lesson.Course).ChangeLesson(new("l1", null, null, key.MediaId, null))).Error!.Code.ShouldBe("courses.media_not_found");
    }

    [Fact]
    public async Task A_video_that_is_named_again_in_time_is_kept()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await Published(lesson);
        await Name(lesson, "");
        await Sweep(lesson);
        await Name(lesson, key.MediaId);
        await Sweep(lesson);
        await Sweep(lesson);
        lesson.Renditions(key).ShouldBe(["1"]);
        (await lesson.Media(key)).State.ShouldBe(MediaState.Ready);
    }

    [Fact]
    public async Task A_sweep_that_was_cut_off_between_two_files_is_finished_by_the_next()
    {
        using var lesson = await VideoLesson.Open(hub);
        var key = await Published(lesson);
        await Name(lesson, "");
        await Sweep(lesson);
        using (lesson.AsSystem()) VideoLesson.Ok(await hub.Grains.Media(key).Tend(new TendMedia())).BytesMayGo.ShouldBeTrue();
        // Killed here once, and once more when the renditions had gone and the source had not.
        Directory.Delete(lesson.Folder.Renditions(key), recursive: true);
        Age(lesson.Folder.Source(key), TimeSpan.FromDays(8));
        await Sweep(lesson);
        File.Exists(lesson.Folder.Source(key)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_source_is_kept_while_a_transcode_may_need_it_and_for_a_while_after()
    {
        using var lesson = await VideoLesson.Open(hub);
        var done = await Published(lesson);
        var waiting = await lesson.Upload(typeof(MediaSweepTests).Assembly.Location);
        await lesson.UntilJob(waiting, TranscodeState.Queued);
        Age(lesson.Folder.Source(waiting), TimeSpan.FromDays(400));
        await Sweep(lesson);
        File.Exists(lesson.Folder.Source(done)).ShouldBeTrue();

        await Sweep(lesson, new TranscodeWorkerOptions { KeepSources = TimeSpan.Zero });
        File.Exists(lesson.Folder.Source(done)).ShouldBeFalse();
        File.Exists(lesson.Folder.Source(waiting)).ShouldBeTrue();
        using var _ = lesson.AsSystem();
        var ticket = VideoLesson.Ok(await hub.Grains.TranscodeJob(waiting).Claim("test"));
        VideoLesson.Ok(await hub.Grains.TranscodeJob(waiting).Fail(new FailTranscode(ticket.Attempt, "transcoding.unreadable", "The end.", true)));
    }

    [Fact]
    public async Task An_upload_whose_lesson_is_gone_gives_its_place_back_when_it_has_rested()
    {
        using var lesson = await VideoLesson.Open(hub);
        MediaKey Key(string id) => new(lesson.Tenant, id);
        using (lesson.AsInstructor())
        {
            foreach (var id in (string[])["moved", "open", "busy"]) VideoLesson.Ok(await lesson.Begin(id));
            VideoLesson.Ok(await hub.Grains.Course(lesson.Course).RemoveLesson(new RemoveLesson("l1")));
        }
        // All of it had arrived when the lesson was found to be gone; a part had; one is still being sent.
        var (moved, open, busy) = (lesson.Folder.Source(Key("moved")), lesson.Folder.Part(Key("open")), lesson.Folder.Part(Key("busy")));
        foreach (var file in (string[])[moved, open, busy]) await File.WriteAllTextAsync(file, "x");
        foreach (var file in (string[])[moved, open]) Age(file, TimeSpan.FromHours(2));
        await Sweep(lesson);
        (File.Exists(moved), File.Exists(open), File.Exists(busy)).ShouldBe((false, false, true));
        foreach (var id in (string[])["moved", "open"]) (await lesson.Media(Key(id))).State.ShouldBe(MediaState.Cancelled);
        (await lesson.Media(Key("busy"))).State.ShouldBe(MediaState.Uploading);
    }

    /// <summary>An upload with the outcome of its transcode, without the encoder.</summary>
    private async Task<MediaKey> Published(VideoLesson lesson)
    {
        var key = await lesson.Upload(typeof(MediaSweepTests).Assembly.Location);
        await lesson.UntilJob(key, TranscodeState.Queued);
        Directory.CreateDirectory(lesson.Folder.Rendition(key, 1));
        using (lesson.AsSystem())
        {
            VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Claim("test")).Attempt.ShouldBe(1);
            VideoLesson.Ok(await hub.Grains.TranscodeJob(key).Complete(new CompleteTranscode(1, new(1, 1000, 640, 360, false, "master.m3u8", "poster.jpg", [], 1))));
        }
        await lesson.Until(key, MediaState.Ready);
        return key;
    }

    private async Task Name(VideoLesson lesson, string mediaId)
    {
        using var _ = lesson.AsInstructor();
        VideoLesson.Ok(await hub.Grains.Course(lesson.Course).ChangeLesson(new("l1", null, null, mediaId, null)));
    }

    private Task Sweep(VideoLesson lesson, TranscodeWorkerOptions? options = null) =>
        new MediaSweep(hub.Grains, lesson.Folder, Microsoft.Extensions.Options.Options.Create(options ?? new()), TimeProvider.System, NullLogger<MediaSweep>.Instance).Once(CancellationToken.None);

    private static void Age(string file, TimeSpan age) => File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - age);
}
