using LearningHub.Silo.Workers.Transcoding;

namespace LearningHub.Domain.Tests.Transcoding;

public sealed class TranscodePlannerTests
{
    [Theory]
    [InlineData(1920, 1080, "640x360 1280x720 1920x1080")]
    [InlineData(3840, 2160, "640x360 1280x720 1920x1080")]
    [InlineData(1280, 720, "640x360 1280x720")]
    [InlineData(720, 1280, "360x640 720x1280")]
    [InlineData(640, 480, "480x360 640x480")]
    [InlineData(640, 360, "640x360")]
    [InlineData(426, 240, "426x240")]
    [InlineData(1366, 768, "640x360 1280x720")]
    [InlineData(2560, 1080, "854x360 1706x720 2560x1080")]
    [InlineData(1279, 719, "640x360 1278x718")]
    [InlineData(101, 101, "100x100")]
    public void Rungs_keep_the_shape_have_even_sides_and_are_never_above_the_source(int width, int height, string ladder)
    {
        var rungs = Plan(Source(width, height)).Rungs;
        string.Join(' ', rungs.Select(r => $"{r.Width}x{r.Height}")).ShouldBe(ladder);
        rungs.ShouldAllBe(r => r.Width % 2 == 0 && r.Height % 2 == 0);
        rungs.Select(r => r.MaxBitsPerSecond).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Theory]
    [InlineData(30, 1, false, "30")]
    [InlineData(30000, 1001, false, "30000/1001")]
    [InlineData(25, 1, false, "25")]
    [InlineData(24000, 1001, false, "24000/1001")]
    [InlineData(60, 1, false, "30")]
    [InlineData(60000, 1001, false, "30000/1001")]
    [InlineData(50, 1, false, "25")]
    [InlineData(120, 1, false, "30")]
    [InlineData(15, 1, false, "15")]
    [InlineData(1, 1, false, "15")]
    [InlineData(0, 0, true, "30")]
    [InlineData(1000, 1, true, "30")]
    [InlineData(2397, 100, true, "24")]
    [InlineData(2500, 101, true, "25")]
    [InlineData(29, 1, true, "30")]
    public void Frames_are_evenly_spaced_and_thirty_a_second_at_most(int frames, int seconds, bool variable, string rate)
    {
        var source = Source(640, 360);
        Plan(source with { Picture = source.Picture! with { Rate = new(frames, seconds), VariableRate = variable } }).Rate.ToString().ShouldBe(rate);
    }

    [Fact]
    public void What_cannot_be_shown_is_refused_with_the_reason()
    {
        Refused(Source(640, 360) with { Picture = null }).ShouldBe("transcoding.no_picture");
        Refused(Source(640, 360) with { Picture = null, Sound = null }).ShouldBe("transcoding.unreadable");
        Refused(Source(640, 360) with { DurationMs = 4 * 3600 * 1000 + 1 }).ShouldBe("transcoding.too_long");
        Refused(Source(640, 360) with { DurationMs = 0 }).ShouldBe("transcoding.empty");
        Refused(Source(7682, 4320)).ShouldBe("transcoding.picture_too_large");
        Refused(Source(2000, 8)).ShouldBe("transcoding.picture_too_small");
        Refused(Source(0, 0)).ShouldBe("transcoding.unreadable");
        TranscodePlanner.Plan(Source(7680, 4320)).IsOk.ShouldBeTrue();
        TranscodePlanner.Plan(Source(640, 360) with { Sound = null }).Value!.HasSound.ShouldBeFalse();
    }

    [Fact]
    public void Recorded_files_are_planned_for_what_people_see()
    {
        Plan(ProbeTests.Recorded("rotated")).Rungs.Select(r => (r.Width, r.Height)).ShouldBe([(360, 640), (720, 1280)]);
        var television = Plan(ProbeTests.Recorded("interlaced"));
        television.Deinterlace.ShouldBeTrue();
        television.Rungs.Select(r => (r.Width, r.Height)).ShouldBe([(640, 360), (1024, 576)]);
        TranscodePlanner.Plan(ProbeTests.Recorded("cover")).Error!.Code.ShouldBe("transcoding.no_picture");
    }

    [Fact]
    public void The_argument_list_holds_one_output_a_rung_and_names_the_source_as_a_file()
    {
        var arguments = FFmpegArguments.Encode(Plan(Source(1920, 1080)), "/media/$(reboot).mp4");
        arguments.ShouldContain("file:/media/$(reboot).mp4");
        arguments.Count(a => a == "libx264").ShouldBe(3);
        arguments.Count(a => a == "aac").ShouldBe(1);
        arguments.ShouldContain("[0:V:0]fps=30:start_time=0,format=yuv420p,split=3[s360][s720][s1080];[s360]scale=640:360:flags=bicubic,setsar=1[v360];[s720]scale=1280:720:flags=bicubic,setsar=1[v720];[s1080]scale=1920:1080:flags=bicubic,setsar=1[v1080]");
    }

    private static TranscodePlan Plan(SourceFacts source) => TranscodePlanner.Plan(source).Value!;
    private static string Refused(SourceFacts source) => TranscodePlanner.Plan(source).Error!.Code;
    private static SourceFacts Source(int width, int height) =>
        new("mov,mp4", 60_000, new("h264", width, height, 0, 1, new(30, 1), false, false, "yuv420p"), new("aac", 2, 48000));
}
