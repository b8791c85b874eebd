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
