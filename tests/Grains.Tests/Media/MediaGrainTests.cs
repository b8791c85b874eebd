using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Tests.Hosting;

namespace LearningHub.Grains.Tests.Media;

[Collection("hub")]
public sealed class MediaGrainTests(HubFixture hub)
{
    [Fact]
    public async Task Of_many_uploads_opened_at_once_exactly_twenty_are_open()
    {
        using var lesson = await VideoLesson.Open(hub);
        using var _ = lesson.AsInstructor();
        var begun = await Task.WhenAll(Enumerable.Range(0, 25).Select(n => lesson.Begin($"m{n}")));
        begun.Count(b => b.IsOk).ShouldBe(20);
        begun.Where(b => !b.IsOk).ShouldAllBe(b => b.Error!.Code == "media.too_many_open");

        var first = Array.FindIndex(begun, b => b.IsOk);
        VideoLesson.Ok(await hub.Grains.Media(new MediaKey(lesson.Tenant, $"m{first}")).Cancel(new CancelUpload()));
        (await lesson.Begin("again")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Only_the_owner_touches_an_upload_and_only_staff_may_open_one()
    {
        using var lesson = await VideoLesson.Open(hub);
        using (lesson.AsInstructor()) VideoLesson.Ok(await lesson.Begin("m1"));
        using (hub.As(lesson.Tenant, "rival", Roles.Instructor))
        {
            var media = hub.Grains.Media(new MediaKey(lesson.Tenant, "m1"));
            (await media.Get()).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await media.Cancel(new CancelUpload())).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await media.CompleteUpload(new CompleteUpload("mp4", "00"))).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await lesson.Begin("m1")).Error!.Kind.ShouldBe(ErrorKind.NotFound);
            (await lesson.Begin("m2")).Error!.Code.ShouldBe("courses.not_yours");
        }
        using (lesson.AsInstructor())
        {
            (await hub.Grains.Media(new MediaKey(lesson.Tenant, "m3")).Begin(new BeginUpload("talk.mp4", "video/mp4", 10, "c1", "nowhere"))).Error!.Code.ShouldBe("media.no_lesson");
            (await lesson.Begin("m1")).Value!.State.ShouldBe(MediaState.Uploading);
        }
    }

    [Fact]
    public async Task A_video_that_is_ready_is_ready_wherever_it_is_named_next_and_however_often()
    {
        using var lesson = await VideoLesson.Open(hub);
        var course = hub.Grains.Course(lesson.Course);
        var media = hub.Grains.Media(new MediaKey(lesson.Tenant, "m1"));
        using (lesson.AsInstructor())
        {
            VideoLesson.Ok(await lesson.Begin("m1"));
            VideoLesson.Ok(await media.CompleteUpload(new CompleteUpload("mp4", "00")));
        }
        using (lesson.AsSystem()) VideoLesson.Ok(await media.Transcoded(new MediaTranscoded(1, new MediaManifest(1, 60_000, 640, 360, true, "master.m3u8", "poster.jpg", [], 1000), null, null)));
        using var _ = lesson.AsInstructor();
        await Wait.Until(async () => (await course.GetFacts()).Lessons.Single().MediaReady);

        VideoLesson.Ok(await course.AddLesson(new AddLesson("s1", "l2", "Kneading again", LessonKind.Video)));
        VideoLesson.Ok(await course.ChangeLesson(new ChangeLesson("l2", null, null, "m1", null)));
        VideoLesson.Ok(await course.ChangeLesson(new ChangeLesson("l1", null, null, "", null)));
        (await course.GetFacts()).Lessons.Select(l => (l.MediaReady, l.DurationMs)).ShouldBe([(false, 0), (true, 60_000)]);
        VideoLesson.Ok(await course.ChangeLesson(new ChangeLesson("l1", null, null, "m1", null)));
        (await course.GetFacts()).Lessons.ShouldAllBe(l => l.MediaReady && l.DurationMs == 60_000);
    }

    [Fact]
    public async Task What_is_no_video_is_refused_and_the_lesson_stays_as_it_was()
    {
        using var lesson = await VideoLesson.Open(hub);
        using var _ = lesson.AsInstructor();
        VideoLesson.Ok(await lesson.Begin("m1"));
        var media = hub.Grains.Media(new MediaKey(lesson.Tenant, "m1"));
        (await media.CompleteUpload(new CompleteUpload(null, "00"))).Error!.Code.ShouldBe("media.not_video");
        (await media.Get()).Value!.State.ShouldBe(MediaState.Failed);
        (await hub.Grains.Course(lesson.Course).GetFacts()).Lessons.Single().MediaId.ShouldBeNull();
    }
}
