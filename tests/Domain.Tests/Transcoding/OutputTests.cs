using LearningHub.Silo.Workers.Transcoding;

namespace LearningHub.Domain.Tests.Transcoding;

public sealed class OutputTests
{
    [Fact]
    public void Progress_is_read_block_by_block()
    {
        var progress = new FFmpegProgress();
        string[] block = ["frame=120", "fps=60.1", "bitrate=N/A", "out_time_us=4000000", "out_time=00:00:04.000000", "speed=2.31x"];
        block.ShouldAllBe(line => !progress.Read(line));
        progress.Read("progress=continue").ShouldBeTrue();
        (progress.OutMs, progress.Frames, progress.Speed, progress.IsEnd).ShouldBe((4000, 120, 2.31, false));
        progress.Read("out_time_us=N/A");
        progress.Read("speed=N/A");
        progress.Read("nonsense");
        progress.Read("progress=end");
        (progress.OutMs, progress.Speed, progress.IsEnd).ShouldBe((4000, 2.31, true));
    }

    [Fact]
    public void A_media_playlist_tells_its_segments()
    {
        var playlist = MediaPlaylist.Parse("#EXTM3U\n#EXT-X-MAP:URI=\"360-init.mp4\"\n#EXTINF:4.000000,\n360-00000.m4s\n#EXTINF:1.5,\n360-00001.m4s\n#EXT-X-ENDLIST\n".Split('\n'));
        playlist.Init.ShouldBe("360-init.mp4");
        playlist.Segments.ShouldBe([new("360-00000.m4s", 4), new("360-00001.m4s", 1.5)]);
        playlist.Seconds.ShouldBe(5.5);
        playlist.IsEnded.ShouldBeTrue();
        MediaPlaylist.Parse(["#EXTM3U"]).IsEnded.ShouldBeFalse();
    }

    [Fact]
    public void The_master_playlist_declares_measured_bandwidth_and_true_codecs()
    {
        var codec = MasterPlaylist.AvcCodec([0, 0, 0, 9, .. "avcC"u8, 1, 0x64, 0x00, 0x1f, 0xff]);
        codec.ShouldBe("avc1.64001f");
        MasterPlaylist.AvcCodec("no box"u8).ShouldBeNull();
        MasterPlaylist.Write([new(new("360", 640, 360, 800_000), codec!, 700_000, 500_000, 2, 180)], new(130_000, 128_000, 6), new(30000, 1001))
            .ShouldContain("#EXT-X-STREAM-INF:BANDWIDTH=830000,AVERAGE-BANDWIDTH=628000,CODECS=\"avc1.64001f,mp4a.40.2\",RESOLUTION=640x360,FRAME-RATE=29.970,AUDIO=\"audio\"\n360.m3u8\n");
        MasterPlaylist.Write([new(new("360", 640, 360, 800_000), codec!, 700_000, 500_000, 2, 180)], null, new(25, 1)).ShouldNotContain("AUDIO");
    }
}
