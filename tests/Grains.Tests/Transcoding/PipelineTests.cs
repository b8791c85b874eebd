using System.Diagnostics;
using System.Globalization;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Grains.Tests.Transcoding;

/// <summary>Probe → plan → run → check with the real ffmpeg, on files of many kinds.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-transcode-").FullName;
    private readonly List<TranscodeStage> _stages = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [FactWithFFmpeg]
    public async Task A_video_becomes_rungs_below_its_size_with_sound_and_a_poster()
    {
        var manifest = await Made(TestClips.Standard);

        manifest.Renditions.Select(r => (r.Width, r.Height)).ShouldBe([(640, 360), (1280, 720)]);
        manifest.HasAudio.ShouldBeTrue();
        manifest.DurationMs.ShouldBeInRange(5900, 6200);
        (manifest.Width, manifest.Height, manifest.Attempt).ShouldBe((1280, 720, 1));
        Folder("poster.jpg").Length.ShouldBeGreaterThan(1000);
        manifest.Bytes.ShouldBe(Directory.GetFiles(_folder).Sum(f => new FileInfo(f).Length));
        _stages.Select(s => s.Stage).Distinct().ShouldBe(["probing", "encoding", "checking", "publishing"]);
        _stages.Select(s => s.Percent).ShouldBe(_stages.Select(s => s.Percent).Order());
    }

    [FactWithFFmpeg]
    public async Task Key_frames_stand_at_the_same_times_in_every_rung_and_start_each_segment()
    {
        await Made(TestClips.Standard);

        var (low, high) = (KeyFrames("360.m3u8"), KeyFrames("720.m3u8"));
        low.ShouldBe(["0.000000", "2.000000", "4.000000"]);
        high.ShouldBe(low);
        var segments = MediaPlaylist.Parse(File.ReadLines(Path.Combine(_folder, "720.m3u8")));
        segments.Segments.Select(s => Math.Round(s.Seconds, 3)).ShouldBe([4, 2]);
        // One AAC frame of priming stands before the first sound.
        double.Parse(Probed("audio.m3u8", "format=start_time"), CultureInfo.InvariantCulture).ShouldBe(-1024 / 48000.0, 0.0001);
    }

    [FactWithFFmpeg]
    public async Task The_playlists_say_what_the_files_hold()
    {
        await Made(TestClips.Standard);

        var master = File.ReadAllText(Path.Combine(_folder, "master.m3u8"));
        master.ShouldStartWith("#EXTM3U\n");
        master.ShouldContain("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\"");
        master.ShouldContain("RESOLUTION=640x360,FRAME-RATE=30.000,AUDIO=\"audio\"\n360.m3u8\n");
        master.ShouldContain("RESOLUTION=1280x720");
        master.ShouldMatch("CODECS=\"avc1\\.6400[0-9a-f]{2},mp4a\\.40\\.2\"");
        Probed("master.m3u8", "format=nb_streams").ShouldNotBe("");
        foreach (var name in (string[])["360", "720", "audio"])
        {
            var playlist = MediaPlaylist.Parse(File.ReadLines(Path.Combine(_folder, $"{name}.m3u8")));
            playlist.IsEnded.ShouldBeTrue();
            playlist.Init.ShouldBe($"{name}-init.mp4");
            playlist.Segments.ShouldAllBe(s => File.Exists(Path.Combine(_folder, s.Uri)));
            File.ReadAllText(Path.Combine(_folder, $"{name}.m3u8")).ShouldContain("#EXT-X-PLAYLIST-TYPE:VOD");
        }
    }

    [FactWithFFmpeg]
    public async Task A_video_below_the_lowest_rung_keeps_its_size()
    {
        var manifest = await Made(TestClips.Small);
        manifest.Renditions.Select(r => (r.Width, r.Height)).ShouldBe([(320, 180)]);
    }

    [FactWithFFmpeg]
    public async Task A_phone_video_held_upright_is_shown_upright()
    {
        var manifest = await Made(TestClips.Rotated);
        manifest.Renditions.Select(r => (r.Width, r.Height)).ShouldBe([(360, 640), (720, 1280)]);
    }

    [FactWithFFmpeg]
    public async Task A_variable_frame_rate_becomes_a_constant_one()
    {
        var manifest = await Made(TestClips.VariableRate);
        manifest.DurationMs.ShouldBeInRange(4800, 5200);
        var times = PacketTimes("360.m3u8");
        var gaps = times.Zip(times.Skip(1), (a, b) => b - a).ToList();
        (gaps.Max() - gaps.Min()).ShouldBeLessThan(0.001);
    }

    [FactWithFFmpeg]
    public async Task Silent_video_ten_bit_mono_surround_old_containers_and_odd_pixels_are_all_made()
    {
        (await Made(TestClips.Silent)).HasAudio.ShouldBeFalse();
        File.ReadAllText(Path.Combine(_folder, "master.m3u8")).ShouldNotContain("AUDIO");
        (await Made(TestClips.TenBit)).Renditions.Length.ShouldBe(1);
        Stream("360.m3u8", "pix_fmt").ShouldBe("yuv420p");
        foreach (var clip in (string[])[TestClips.Mono, TestClips.Surround, TestClips.Stream])
        {
            (await Made(clip)).HasAudio.ShouldBeTrue(clip);
            Stream("audio.m3u8", "codec_name,sample_rate,channels").ShouldBe("aac,48000,2", clip);
        }
        (await Made(TestClips.Old)).Renditions.Select(r => (r.Width, r.Height)).ShouldBe([(320, 240)]);
        (await Made(TestClips.Anamorphic)).Renditions.Select(r => (r.Width, r.Height)).ShouldBe([(640, 360), (1024, 576)]);
        (await Made(TestClips.FastRate)).DurationMs.ShouldBeInRange(2900, 3100);
        Stream("360.m3u8", "r_frame_rate").ShouldBe("30/1");
    }

    [FactWithFFmpeg]
    public async Task What_is_no_whole_video_is_refused_with_the_reason()
    {
        (await Make(TestClips.SoundOnly)).Error!.Code.ShouldBe("transcoding.no_picture");
        (await Make(TestClips.NotVideo)).Error!.Code.ShouldBe("transcoding.unreadable");
        (await Make(TestClips.Corrupt)).Error!.Code.ShouldBe("transcoding.unreadable");
        var broken = (await Make(TestClips.BrokenOff)).Error!;
        broken.Code.ShouldBe("transcoding.breaks_off");
        broken.Message.ShouldContain("of 6 seconds");
        broken.Kind.ShouldBe(ErrorKind.Invalid);
    }

    [FactWithFFmpeg]
    public async Task A_playlist_in_disguise_opens_no_other_file()
    {
        var disguised = Path.Combine(_folder, "..", Path.GetFileName(_folder) + ".mp4");
        File.WriteAllText(disguised, $"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nfile:{TestClips.Standard}\n#EXT-X-ENDLIST\n");
        try
        {
            (await Make(disguised)).Error!.Code.ShouldBe("transcoding.unreadable");
        }
        finally
        {
            File.Delete(disguised);
        }
    }

    [FactWithFFmpeg]
    public async Task A_killed_encoder_is_told_apart_from_a_bad_file_and_leaves_no_process()
    {
        var source = TestClips.Large;
        var killed = 0;
        var error = (await Make(source, stage =>
        {
            if (stage is { Stage: "encoding", Percent: > 5 } && Interlocked.Exchange(ref killed, 1) == 0)
                Process.GetProcessById(int.Parse(File.ReadAllText(_folder + ".pid"), CultureInfo.InvariantCulture)).Kill();
        })).Error!;
        error.Code.ShouldBe("transcoding.interrupted");
        error.Kind.ShouldBe(ErrorKind.Unavailable);
        File.Exists(_folder + ".pid").ShouldBeFalse();
    }

    [FactWithFFmpeg]
    public async Task A_run_that_is_cancelled_ends_its_encoder()
    {
        var source = TestClips.Large;
        using var cancel = new CancellationTokenSource();
        var pid = 0;
        await Should.ThrowAsync<OperationCanceledException>(() => Make(source, stage =>
        {
            if (stage is not { Stage: "encoding", Percent: > 2 } || pid != 0) return;
            pid = int.Parse(File.ReadAllText(_folder + ".pid"), CultureInfo.InvariantCulture);
            cancel.Cancel();
        }, cancel.Token));
        pid.ShouldBeGreaterThan(0);
        Should.Throw<ArgumentException>(() => Process.GetProcessById(pid));
    }

    private FileInfo Folder(string name) => new(Path.Combine(_folder, name));

    private async Task<MediaManifest> Made(string source)
    {
        var made = await Make(source);
        made.Error.ShouldBeNull(source);
        return made.Value!;
    }

    private Task<Result<MediaManifest>> Make(string source, Action<TranscodeStage>? watch = null, CancellationToken cancellation = default)
    {
        foreach (var file in Directory.GetFiles(_folder)) File.Delete(file);
        return new TranscodeRun(new FFmpegPrograms(null), TimeProvider.System).Make(source, _folder, _folder + ".pid", 1, stage =>
        {
            _stages.Add(stage);
            watch?.Invoke(stage);
        }, cancellation);
    }

    private List<string> KeyFrames(string playlist) =>
        [.. Probed(playlist, "packet=pts_time,flags", "-select_streams v:0").Split('\n').Where(l => l.Contains('K')).Select(l => l.Split(',')[0])];

    private List<double> PacketTimes(string playlist) =>
        [.. Probed(playlist, "packet=pts_time", "-select_streams v:0").Split('\n').Select(l => double.Parse(l.TrimEnd(','), CultureInfo.InvariantCulture))];

    /// <summary>ffprobe tells a stream of a playlist twice: by itself and in its program.</summary>
    private string Stream(string playlist, string entries) => Probed(playlist, $"stream={entries}").Split('\n')[0];

    private string Probed(string file, string entries, string more = "")
    {
        using var process = Process.Start(new ProcessStartInfo("ffprobe", $"-v error {more} -show_entries {entries} -of csv=p=0 {file}")
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true,
        })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit(20_000);
        return text.Trim();
    }
}
