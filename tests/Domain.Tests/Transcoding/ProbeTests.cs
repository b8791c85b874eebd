using LearningHub.Silo.Workers.Transcoding;

namespace LearningHub.Domain.Tests.Transcoding;

/// <summary>What ffprobe 5.1 said of real files, recorded.</summary>
public sealed class ProbeTests
{
    [Fact]
    public void A_plain_file_tells_picture_sound_and_length()
    {
        var facts = Recorded("plain");
        facts.DurationMs.ShouldBe(2000);
        facts.Picture.ShouldBe(new PictureFacts("h264", 1280, 720, 0, 1, new(30, 1), VariableRate: false, Interlaced: false, "yuv420p"));
        facts.Sound!.Codec.ShouldBe("aac");
    }

    [Fact]
    public void A_turned_phone_video_is_shown_upright()
    {
        var picture = Recorded("rotated").Picture!;
        (picture.Width, picture.Height, picture.Rotation).ShouldBe((1280, 720, 90));
        picture.Shown.ShouldBe((720, 1280));
    }

    [Fact]
    public void An_uneven_frame_rate_is_seen() => Recorded("vfr").Picture!.VariableRate.ShouldBeTrue();

    [Fact]
    public void Interlaced_television_with_wide_pixels_is_seen()
    {
        var picture = Recorded("interlaced").Picture!;
        picture.Interlaced.ShouldBeTrue();
        picture.Shown.ShouldBe((1024, 576));
    }

    [Fact]
    public void Missing_tracks_are_missing()
    {
        Recorded("no-audio").Sound.ShouldBeNull();
        Recorded("audio-only").Picture.ShouldBeNull();
        Recorded("cover").Picture.ShouldBeNull();
        Recorded("mono").Sound!.Channels.ShouldBe(1);
        Recorded("ten-bit").Picture!.PixelFormat.ShouldBe("yuv420p10le");
    }

    [Fact]
    public void A_browsers_recording_does_not_say_how_long_it_is() => Recorded("recording").DurationMs.ShouldBe(0);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"streams":[],"format":{}}""")]
    public void What_ffprobe_cannot_read_is_unreadable(string json) => Probe.Parse(json).Error!.Code.ShouldBe("transcoding.unreadable");

    [Fact]
    public void A_damaged_file_is_unreadable() => Probe.Parse(Text("corrupt")).Error!.Code.ShouldBe("transcoding.unreadable");

    internal static SourceFacts Recorded(string name) => Probe.Parse(Text(name)).Value!;

    private static string Text(string name)
    {
        using var stream = typeof(ProbeTests).Assembly.GetManifestResourceStream($"probes/{name}.json")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
