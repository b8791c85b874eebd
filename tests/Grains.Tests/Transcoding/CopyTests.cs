using System.Diagnostics;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Silo.Workers.Transcoding;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Grains.Tests.Transcoding;

/// <summary>The early rendition with the real ffmpeg: what is copied plays, and what cannot be copied says why.</summary>
public sealed class CopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-copy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [FactWithFFmpeg]
    public async Task A_recorded_class_is_copied_packet_by_packet_and_plays()
    {
        var manifest = await Copied(TestClips.Class);

        manifest.Renditions.Select(r => (r.Width, r.Height)).ShouldBe([(1280, 720)]);
        manifest.DurationMs.ShouldBeInRange(7900, 8100);
        (manifest.HasAudio, manifest.Attempt, manifest.Bytes).ShouldBe((true, 1, Directory.GetFiles(_folder).Sum(f => new FileInfo(f).Length)));
        var master = File.ReadAllText(Path.Combine(_folder, manifest.Master));
        master.ShouldMatch("CODECS=\"avc1\\.42c0[0-9a-f]{2},opus\"");
        master.ShouldContain("CHANNELS=\"1\"");
        File.Exists(Path.Combine(_folder, manifest.Poster)).ShouldBeTrue();
        MediaPlaylist.Parse(File.ReadLines(Path.Combine(_folder, "720.m3u8"))).Segments.Select(s => Math.Round(s.Seconds, 2)).ShouldBe([4, 4]);
        Hashes(Path.Combine(_folder, "720.m3u8"), "0:v").SequenceEqual(Hashes(TestClips.Class, "0:v")).ShouldBeTrue("the pictures are those of the source");
        Hashes(Path.Combine(_folder, "audio.m3u8"), "0:a").SequenceEqual(Hashes(TestClips.Class, "0:a")).ShouldBeTrue("so is the sound");
        Decoded("master.m3u8").ShouldBe("");
    }

    [FactWithFFmpeg]
    public async Task Sound_that_browsers_do_not_play_is_encoded_and_other_sound_copied()
    {
        await Copied(TestClips.OldSound);
        File.ReadAllText(Path.Combine(_folder, "master.m3u8")).ShouldContain("mp4a.40.2");
        Decoded("master.m3u8").ShouldBe("");
        await Copied(TestClips.Standard);
        Hashes(Path.Combine(_folder, "audio.m3u8"), "0:a").SequenceEqual(Hashes(TestClips.Standard, "0:a")).ShouldBeTrue();
    }

    [FactWithFFmpeg]
    public async Task What_cannot_be_cut_as_it_is_is_left_to_the_ladder()
    {
        (await Copy(TestClips.TwoDescriptions)).Error!.Message.ShouldContain("several_descriptions");
        (await Copy(TestClips.OneKeyFrame)).Error!.Message.ShouldContain("few_key_frames");
        (await Copy(TestClips.BFrames)).Error!.Message.ShouldContain("picture");
        (await Copy(TestClips.Rotated)).Error!.Message.ShouldContain("picture");
        (await Copy(TestClips.TenBit)).Error!.Message.ShouldContain("container");
        (await Copy(TestClips.Class, TimeSpan.FromSeconds(45))).Error!.Message.ShouldContain("short");
        foreach (var clip in (string[])[TestClips.Corrupt, TestClips.BrokenOff, TestClips.NotVideo, TestClips.SoundOnly, TestClips.Stream, Path.Combine(_folder, "nothing")])
            (await Copy(clip)).IsOk.ShouldBeFalse(clip);
        // A folder that is not there: whatever happens is an answer.
        (await new TranscodeRun(new FFmpegPrograms(null), TimeProvider.System).Copy(TestClips.Class, "/nonexistent/folder", "/nonexistent/pid", 1, TimeSpan.Zero, _ => { }, default)).IsOk.ShouldBeFalse();
        foreach (var file in Directory.GetFiles(_folder)) File.Delete(file);
        (await new TranscodeRun(new FFmpegPrograms(null), TimeProvider.System).Make(TestClips.TwoDescriptions, _folder, _folder + ".pid", 1, _ => { }, default)).Error.ShouldBeNull();
    }

    private async Task<MediaManifest> Copied(string source)
    {
        var made = await Copy(source);
        made.Error.ShouldBeNull(source);
        return made.Value!;
    }

    private Task<Result<MediaManifest>> Copy(string source, TimeSpan? atLeast = null)
    {
        foreach (var file in Directory.GetFiles(_folder)) File.Delete(file);
        return new TranscodeRun(new FFmpegPrograms(null), TimeProvider.System).Copy(source, _folder, _folder + ".pid", 1, atLeast ?? TimeSpan.Zero, _ => { }, default);
    }

    /// <summary>Of all packets, without their times and what stands beside their bytes.</summary>
    private static string[] Hashes(string file, string map) =>
        [.. Output("-i", file, "-map", map, "-c", "copy", "-f", "framehash", "-hash", "md5", "-").Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(',')[5].Trim())];

    private string Decoded(string playlist) => Output("-i", Path.Combine(_folder, playlist), "-f", "null", "-");

    private static string Output(params string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-nostdin", "-v", "error", .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit(30_000);
        return text + errors.Result;
    }
}
