using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Media;

namespace LearningHub.Domain.Tests.Media;

public sealed class MediaUploadTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MediaLimits Limits = new(1_000_000);
    private static readonly MediaManifest Manifest = new(1, 6000, 640, 360, true, "master.m3u8", "poster.jpg", [], 1);

    [Theory]
    [InlineData("talk.mp4", "video/mp4", 10, null)]
    [InlineData("talk", "video/quicktime", 10, null)]
    [InlineData("talk.MKV", "", 10, null)]
    [InlineData("talk.mkv", "application/octet-stream", 10, null)]
    [InlineData("talk.pdf", "application/pdf", 10, "media.not_video")]
    [InlineData("talk", "", 10, "media.not_video")]
    [InlineData("talk.mp4", "video/mp4", 1_000_001, "media.too_large")]
    [InlineData("talk.mp4", "video/mp4", 0, "media.empty")]
    [InlineData("", "video/mp4", 10, "media.bad_name")]
    [InlineData("a\nb.mp4", "video/mp4", 10, "media.bad_name")]
    public void An_upload_opens_for_what_sounds_like_a_video_of_allowed_size(string name, string type, long length, string? code) =>
        MediaUpload.Begin(MediaItem.Empty, new(name, type, length, "c", "l"), "ana", 0, Limits, Now).Error?.Code.ShouldBe(code);

    [Fact]
    public void An_open_upload_holds_a_place_of_its_owner_and_lets_it_go_when_it_ends()
    {
        var begun = MediaUpload.Begin(MediaItem.Empty, new("talk.mp4", "video/mp4", 10, "c", "l"), "ana", 7, Limits, Now);
        var place = begun.Claims.ShouldHaveSingleItem();
        place.ShouldBe(new Claim("media_upload_slot", "ana/7"));
        MediaUpload.Complete(begun.State!, new("mp4", "00")).Released.ShouldBe([place]);
        MediaUpload.Complete(begun.State!, new(null, "00")).Released.ShouldBe([place]);
        MediaUpload.Cancel(begun.State!).Released.ShouldBe([place]);
    }

    [Fact]
    public void A_video_that_no_lesson_names_is_retired_after_its_grace_and_its_bytes_go_when_no_address_can_still_run()
    {
        var ready = MediaItem.Empty with { State = MediaState.Ready, CourseId = "c", LessonId = "l", Manifest = Manifest };
        var seen = MediaUpload.Tend(ready, named: false, Limits, Now).State!;
        (seen.State, seen.UnnamedSince).ShouldBe((MediaState.Ready, Now));
        MediaUpload.Tend(seen, named: false, Limits, Now.AddDays(6.9)).IsNoChange.ShouldBeTrue();
        MediaUpload.Tend(seen, named: true, Limits, Now.AddDays(8)).State!.ShouldBe(ready);

        var retired = MediaUpload.Tend(seen, named: false, Limits, Now.AddDays(7));
        retired.State!.State.ShouldBe(MediaState.Retired);
        retired.Events.ShouldHaveSingleItem().ShouldBe(new MediaRetired("c", "l", Again: false));
        MediaUpload.BytesMayGo(retired.State, Limits, Now.AddDays(7).AddHours(5)).ShouldBeFalse();
        MediaUpload.BytesMayGo(retired.State, Limits, Now.AddDays(7).AddHours(6)).ShouldBeTrue();
        // A turn that was naming it when it was retired wins.
        MediaUpload.Tend(retired.State, named: true, Limits, Now.AddDays(7).AddHours(1)).State!.ShouldBe(ready);
    }

    [Theory]
    [InlineData(MediaState.None)]
    [InlineData(MediaState.Uploading)]
    [InlineData(MediaState.Queued)]
    [InlineData(MediaState.Cancelled)]
    public void What_is_not_yet_or_never_was_a_video_is_not_retired(MediaState state)
    {
        var item = MediaItem.Empty with { State = state, UnnamedSince = Now.AddDays(-100) };
        MediaUpload.Tend(item, named: false, Limits, Now).IsNoChange.ShouldBeTrue();
        MediaUpload.BytesMayGo(item with { RetiredAt = Now.AddDays(-100) }, Limits, Now).ShouldBeFalse();
    }

    [Fact]
    public void A_file_that_is_no_video_is_remembered_as_refused()
    {
        var refused = MediaUpload.Complete(Uploading(), new(null, "00")).State!;
        refused.State.ShouldBe(MediaState.Failed);
        refused.FailureCode.ShouldBe("media.not_video");
        MediaUpload.Complete(refused, new("mp4", "00")).Error!.Code.ShouldBe("media.finished");
    }

    [Fact]
    public void An_upload_completes_once_and_is_not_cancelled_afterwards()
    {
        var queued = MediaUpload.Complete(Uploading(), new("mp4", "ab")).State!;
        queued.State.ShouldBe(MediaState.Queued);
        MediaUpload.Complete(queued, new("mp4", "ab")).IsNoChange.ShouldBeTrue();
        MediaUpload.Cancel(queued).Error!.Code.ShouldBe("media.finished");
    }

    [Fact]
    public void Outcomes_may_come_twice_or_late_and_never_take_back_a_newer_one()
    {
        var queued = MediaUpload.Complete(Uploading(), new("mp4", "ab")).State!;
        var ready = MediaUpload.Transcoded(queued, new(2, Manifest with { Attempt = 2 }, null, null)).State!;
        ready.State.ShouldBe(MediaState.Ready);
        MediaUpload.Transcoded(ready, new(2, Manifest with { Attempt = 2 }, null, null)).IsNoChange.ShouldBeTrue();
        MediaUpload.Transcoded(ready, new(1, Manifest, null, null)).IsNoChange.ShouldBeTrue();
        MediaUpload.Transcoded(ready, new(1, null, "transcoding.stalled", "x")).IsNoChange.ShouldBeTrue();
        MediaUpload.Transcoded(Uploading(), new(1, Manifest, null, null)).Error!.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public void The_ladder_takes_the_place_of_the_early_rendition_and_does_not_bring_a_retired_video_back()
    {
        var early = MediaUpload.Transcoded(MediaUpload.Complete(Uploading(), new("mp4", "ab")).State!, new(1, Manifest, null, null)).State!;
        var ladder = MediaUpload.Transcoded(early, new(2, Manifest with { Attempt = 2 }, null, null));
        (ladder.State!.State, ladder.State.Manifest!.Attempt).ShouldBe((MediaState.Ready, 2));
        var retired = MediaUpload.Transcoded(early with { State = MediaState.Retired, RetiredAt = Now }, new(2, Manifest with { Attempt = 2 }, null, null));
        (retired.State!.State, retired.State.Manifest!.Attempt, retired.Events.Length).ShouldBe((MediaState.Retired, 2, 0));
    }

    private static MediaItem Uploading() => MediaUpload.Begin(MediaItem.Empty, new("talk.mp4", "video/mp4", 10, "c", "l"), "ana", 0, Limits, Now).State!;
}
