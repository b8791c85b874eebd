using System.Globalization;
using LearningHub.Silo.Workers.Transcoding;

namespace LearningHub.Domain.Tests.Transcoding;

/// <summary>What can be served as it is, and what is in the way.</summary>
public sealed class CopyTests
{
    [Fact]
    public void A_class_as_browsers_send_it_is_one_rung_of_its_own_size()
    {
        var plan = CopyPlanner.Plan(Class(), 20_000_000, TimeSpan.FromSeconds(45)).Value!;
        plan.Rungs.ShouldHaveSingleItem().ShouldBe(new Rung("720", 1280, 720, 0));
        plan.Rate.Value.ShouldBe(24.7, 0.1);
        var arguments = FFmpegArguments.Copy(plan, "/media/$(reboot).mp4", 0, new(1, "opus", 1));
        arguments.ShouldContain("file:/media/$(reboot).mp4");
        arguments.Count(a => a == "copy").ShouldBe(2);
        FFmpegArguments.Copy(plan, "x", 0, null).ShouldContain("aac");
        FFmpegArguments.Copy(plan with { HasSound = false }, "x", 0, null).ShouldNotContain("audio.m3u8");
    }

    [Fact]
    public void What_not_every_player_shows_is_not_copied()
    {
        var class720 = Class();
        PictureFacts[] pictures =
        [
            class720.Picture! with { Codec = "hevc" }, class720.Picture with { PixelFormat = "yuv420p10le" }, class720.Picture with { Rotation = 90 }, class720.Picture with { Interlaced = true },
            class720.Picture with { Reordered = 1 }, class720.Picture with { SampleAspect = 64 / 45.0 }, class720.Picture with { Width = 1279 }, class720.Picture with { Width = 2560, Height = 1440 },
        ];
        foreach (var picture in pictures) Refused(class720 with { Picture = picture }).ShouldBe("transcoding.not_copied", picture.ToString());
        Refused(class720 with { DurationMs = 44_999 }).ShouldBe("transcoding.not_copied");
        Refused(class720 with { Container = "avi" }).ShouldBe("transcoding.not_copied");
        Refused(class720, bytes: 70_000_000).ShouldBe("transcoding.not_copied");
        Refused(class720 with { Picture = null }).ShouldBe("transcoding.no_picture");
        Refused(class720).ShouldBeNull();
    }

    [Theory]
    [InlineData("opus", "", 1, "opus")]
    [InlineData("aac", "LC", 2, "mp4a.40.2")]
    [InlineData("aac", "HE-AAC", 2, null)]
    [InlineData("aac", "LC", 6, null)]
    [InlineData("mp3", "", 2, null)]
    public void Sound_is_copied_where_browsers_play_it(string codec, string profile, int channels, string? copied)
    {
        var source = Class() with { Sound = new(codec, channels, 48_000) { Index = 1, Profile = profile } };
        CopyPlanner.Sound(source, Surveyed(60))?.Codec.ShouldBe(copied);
        (CopyPlanner.Sound(source, Surveyed(60)) is null).ShouldBe(copied is null);
        CopyPlanner.Sound(source, Surveyed(60, soundFrom: 2)).ShouldBeNull("it begins late: a player would wait for it");
        CopyPlanner.Sound(source, Surveyed(60, silentAt: 30)).ShouldBeNull("it has a hole");
    }

    [Fact]
    public void Packets_tell_how_far_key_frames_are_apart_whether_frames_are_reordered_and_whether_the_decoder_changes()
    {
        var fine = Surveyed(60);
        (fine.InTheWay, fine.Pictures, fine.Sounds, fine.SoundIsWhole).ShouldBe((null, 60 * 30, 60 * 50, true));
        Surveyed(60, keyEvery: 29).InTheWay.ShouldBeNull();
        Surveyed(100, keyEvery: 31).InTheWay.ShouldBe("few_key_frames");
        Surveyed(40, keyEvery: 1000).InTheWay.ShouldBe("few_key_frames", "the way to the end counts");
        // The sender was away for a minute: one picture stands.
        Surveyed(120, away: (30, 90)).InTheWay.ShouldBeNull();
        Surveyed(500, away: (30, 400)).InTheWay.ShouldBe("few_key_frames");
        Survey(["packet|stream_index=0|pts_time=0.000000|flags=K_", "packet|stream_index=0|pts_time=0.066|flags=__", "packet|stream_index=0|pts_time=0.033|flags=__"]).InTheWay.ShouldBe("reordered");
        Survey(["packet|stream_index=0|pts_time=0.000000|flags=K_", "packet|stream_index=0|pts_time=2.0|flags=K_|side_data|side_data_type=New Extradata"]).InTheWay.ShouldBe("several_descriptions");
        Survey(["packet|stream_index=0|pts_time=0.000000|flags=KD"]).InTheWay.ShouldBe("edited");
        Survey(["packet|stream_index=0|pts_time=5.0|flags=K_"]).InTheWay.ShouldBe("late_start");
        Survey(["packet|stream_index=0|pts_time=0.0|flags=__"]).InTheWay.ShouldBe("late_start");
        Survey(["packet|stream_index=0|pts_time=N/A|flags=K_"]).InTheWay.ShouldBe("no_times");
        Survey(["packet|stream_index=1|pts_time=0.0|flags=K_", "", "packet|", "nonsense"]).InTheWay.ShouldBe("no_frames");
    }

    [Fact]
    public void The_master_playlist_names_the_sound_that_was_copied()
    {
        var master = MasterPlaylist.Write([new(new("720", 1280, 720, 0), "avc1.42e01f", 700_000, 500_000, 2, 180)], new(40_000, 32_000, 6, "opus", 1), new(30, 1));
        master.ShouldContain("CODECS=\"avc1.42e01f,opus\"");
        master.ShouldContain("CHANNELS=\"1\"");
    }

    private static SourceFacts Class() =>
        new("mov,mp4,m4a,3gp,3g2,mj2", 60_000, new("h264", 1280, 720, 0, 1, new(2470, 100), VariableRate: true, Interlaced: false, "yuv420p"), new("opus", 1, 48_000) { Index = 1 });

    private static string? Refused(SourceFacts source, long bytes = 20_000_000) => CopyPlanner.Plan(source, bytes, TimeSpan.FromSeconds(45)).Error?.Code;

    private static PacketSurvey Survey(IEnumerable<string> lines)
    {
        var survey = new PacketSurvey(0, 1);
        foreach (var line in lines) survey.Read(line);
        survey.End();
        return survey;
    }

    private static PacketSurvey Surveyed(int seconds, int keyEvery = 2, double soundFrom = 0, double silentAt = double.MaxValue, (double From, double To)? away = null)
    {
        static string Text(double n) => n.ToString("0.000000", CultureInfo.InvariantCulture);
        var lines = new List<string>();
        for (var i = 0; i < seconds * 30; i++)
        {
            var at = i / 30.0;
            if (away is { } gone && at > gone.From && at < gone.To) continue;
            lines.Add($"packet|stream_index=0|pts_time={Text(at)}|duration_time=0.033333|flags={(i % (keyEvery * 30) == 0 ? "K_" : "__")}");
        }
        for (var i = 0; i < seconds * 50; i++)
            if (i / 50.0 < silentAt || i / 50.0 > silentAt + 1) lines.Add($"packet|stream_index=1|pts_time={Text(soundFrom + i / 50.0)}|duration_time=0.020000|flags=K_");
        return Survey(lines);
    }
}
