using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LearningHub.Grains.Tests.Transcoding;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.LiveClasses.Hls;
using LearningHub.WebFrontend.LiveClasses.Recordings;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.Logging.Abstractions;
using Wait = LearningHub.Grains.Tests.Hosting.Wait;

namespace LearningHub.Web.Tests.LiveClasses;

/// <summary>What ffmpeg and ffprobe read back of a class whose sound was made AAC.</summary>
public sealed partial class AacTests : IDisposable
{
    private const double PictureEvery = 0.1;

    /// <summary>Time as it is sent, not as it passes.</summary>
    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }
        public override long TimestampFrequency => 1_000_000;
        public override long GetTimestamp() => (long)(Seconds * 1e6) + 1;
    }

    private readonly string _folder = Directory.CreateTempSubdirectory("hub-aac-").FullName;
    private readonly Clock _clock = new();
    private readonly HlsWindow _opus = new(TimeProvider.System);
    private AacEncoders _encoders = null!;
    private AacRendition _aac = null!;
    private HlsMuxer _muxer = null!;

    public void Dispose()
    {
        _aac?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Begin(FFmpegPrograms programs)
    {
        _encoders = new(programs, TimeProvider.System, NullLogger<AacEncoders>.Instance);
        _aac = new(_encoders, _clock);
        _muxer = new(_opus, _clock) { Beside = _aac };
        _muxer.Take(MediaFrame.Own(FrameKind.Session, 1));
        var picture = StillPicture.Description;
        Take(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes($$"""{"codec":"avc1.42C01E","codedWidth":{{picture.Width}},"codedHeight":{{picture.Height}},"description":"{{Convert.ToBase64String(picture.AvcC)}}"}"""));
        Take(FrameKind.AudioConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"opus","sampleRate":48000,"numberOfChannels":1}"""));
    }

    private void Take(FrameKind kind, double seconds, byte[] payload)
    {
        var bytes = new byte[MediaFrame.Head + payload.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), (long)(seconds * 1e6));
        payload.CopyTo(bytes, MediaFrame.Head);
        _muxer.Take(new(bytes));
    }

    /// <summary>Ten pictures a second and these packets of sound; as fast as the encoder follows while there is one.</summary>
    private async Task Send(IReadOnlyList<byte[]> packets, bool follows = true)
    {
        for (var i = 0; i < packets.Count; i++)
        {
            _clock.Seconds += 0.02;
            if (i % 5 == 0) Take(FrameKind.VideoKey, 500 + i * 0.02, StillPicture.Key);
            Take(FrameKind.Audio, 500 + i * 0.02, packets[i]);
            if (follows && i % 5 == 0 && i > 50) await Wait.Until(() => Parts(_opus) - Parts(_aac.Window) <= 3 || _encoders.Running == 0);
        }
    }

    /// <summary>Segments last a second, two parts each.</summary>
    private static long Parts(HlsWindow window) => window.Newest is { } newest ? (newest.Segment - First(window)) * 2 + newest.Part + 1 : 0;

    private static long First(HlsWindow window) => long.Parse(Regex.Match(window.Playlist(), @"MEDIA-SEQUENCE:(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>Eight seconds: a tone in every second second, else silence, as packets of 20 ms.</summary>
    private async Task<IReadOnlyList<byte[]>> Tone()
    {
        var file = Path.Combine(_folder, "tone.ogg");
        await Run("ffmpeg", $"-v error -y -f lavfi -i aevalsrc=exprs='if(gte(mod(t\\,2)\\,1)\\,0.5*sin(440*2*PI*t)\\,0)':s=48000:d=8 -c:a libopus -b:a 48k -frame_duration 20 {file}");
        var (bytes, packets) = (await File.ReadAllBytesAsync(file), new List<byte[]>());
        var packet = new List<byte>();
        for (var at = 0; at < bytes.Length;)
        {
            var segments = bytes[at + 26];
            var data = at + 27 + segments;
            for (var i = 0; i < segments; i++)
            {
                var size = bytes[at + 27 + i];
                packet.AddRange(bytes.AsSpan(data, size));
                data += size;
                if (size == 255) continue;
                packets.Add([.. packet]);
                packet.Clear();
            }
            at = data;
        }
        return [.. packets.Skip(2).Take(400)];
    }

    private async Task<string> Written(HlsWindow window, string name)
    {
        var path = Path.Combine(_folder, name);
        await using var file = File.Create(path);
        await file.WriteAsync(window.Map(1)!);
        foreach (Match segment in Segment().Matches(window.Playlist())) await file.WriteAsync(window.Bytes(long.Parse(segment.Groups[2].ValueSpan, CultureInfo.InvariantCulture), null)!);
        return path;
    }

    private static double Seconds(HlsWindow window) => Segment().Matches(window.Playlist()).Sum(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"#EXTINF:([0-9.]+),\n[0-9a-f]{8}-(\d+)\.m4s")]
    private static partial Regex Segment();

    /// <summary>When sound begins, in seconds.</summary>
    private static async Task<double[]> Onsets(string file) =>
        [.. Regex.Matches(await Run("ffmpeg", $"-hide_banner -nostats -i {file} -vn -af silencedetect=noise=-40dB:duration=0.3 -f null -"), @"silence_end: ([0-9.]+)").Select(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    private static async Task<double[]> Times(string file, string stream) =>
        [.. (await Run("ffprobe", $"-v error -select_streams {stream} -show_entries packet=pts_time -of csv=p=0 {file}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => double.Parse(l.TrimEnd(','), CultureInfo.InvariantCulture))];

    private static async Task<string> Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(bound.Token), process.StandardError.ReadToEndAsync(bound.Token));
        await process.WaitForExitAsync(bound.Token);
        process.ExitCode.ShouldBe(0, await errors);
        return await output + await errors;
    }

    private string Script(string text)
    {
        var path = Path.Combine(_folder, "ffmpeg");
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return _folder;
    }

    [FactWithFFmpeg]
    public async Task The_sound_as_AAC_is_as_long_as_the_picture_and_at_the_same_time_as_the_Opus()
    {
        Begin(new(null));
        await Send(await Tone());
        _muxer.Take(MediaFrame.Own(FrameKind.Idle));
        await Wait.Until(() => Math.Abs(Seconds(_aac.Window) - Seconds(_opus)) < 0.001 && Parts(_aac.Window) == Parts(_opus));
        var (aac, opus) = (await Written(_aac.Window, "aac.mp4"), await Written(_opus, "opus.mp4"));

        (await Run("ffprobe", $"-v error -show_entries stream=codec_name,profile,sample_rate,channels,width -of csv=p=0 {aac}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()
            .ShouldBe(["aac,LC,48000,2", "h264,Constrained Baseline,320"]);
        foreach (var (stream, each) in ((string, double)[])[("v:0", PictureEvery), ("a:0", AacRendition.FrameTicks / 48_000.0)])
        {
            var times = await Times(aac, stream);
            times[0].ShouldBe(0, 0.03, stream);
            (times[^1] + each).ShouldBe(Seconds(_aac.Window), 0.05, stream);
            times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(step => Math.Abs(step - each) < 0.002, $"{stream} has no gap");
        }
        (await Run("ffmpeg", $"-v error -i {aac} -f null -")).ShouldBeEmpty();
        var (heard, meant) = (await Onsets(aac), await Onsets(opus));
        meant.Length.ShouldBeGreaterThanOrEqualTo(3);
        heard.Length.ShouldBe(meant.Length);
        for (var i = 0; i < meant.Length; i++)
        {
            heard[i].ShouldBe(2 * i + 1, 0.06, "beside the pictures");
            heard[i].ShouldBe(meant[i], 0.03, "beside the Opus");
        }
    }

    [FactWithFFmpeg]
    public async Task An_encoder_that_dies_is_started_again_and_what_it_did_not_make_is_silence()
    {
        // Some two seconds of sound, then it is gone.
        var starts = Path.Combine(_folder, "starts");
        Begin(new(Script($"echo once more >> {starts}; dd bs=1 count=12000 2>/dev/null | {new FFmpegPrograms(null).FFmpeg} \"$@\"")));
        await Send(await Tone());
        _muxer.Take(MediaFrame.Own(FrameKind.Idle));
        await Wait.Until(() => Math.Abs(Seconds(_aac.Window) - Seconds(_opus)) < 0.001);
        var file = await Written(_aac.Window, "aac.mp4");
        (await Run("ffmpeg", $"-v error -i {file} -f null -")).ShouldBeEmpty();
        var times = await Times(file, "a:0");
        times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(step => step > 0.0001 && step < 0.0215);
        times[^1].ShouldBe(Seconds(_aac.Window), 0.1);
        (await File.ReadAllLinesAsync(starts)).Length.ShouldBeInRange(2, 4);
        (await Onsets(file)).ShouldContain(at => at > 4, "it is heard again");
    }

    [FactWithFFmpeg]
    public async Task An_encoder_that_takes_nothing_is_ended_and_holds_neither_pictures_nor_memory()
    {
        var started = Path.Combine(_folder, "started");
        Begin(new(Script($"echo $$ >> {started}; exec sleep 1000")));
        await Send([.. Enumerable.Range(0, 60).SelectMany(_ => Enumerable.Repeat(RecordingTimeline.Silence, 50))], follows: false);
        // Nothing was waited for but the few parts that may wait.
        (Parts(_opus) - Parts(_aac.Window)).ShouldBeLessThanOrEqualTo(6);
        _aac.Dispose();
        await Wait.Until(() => _encoders.Running == 0);
        // One that was ended before it could say so is gone too.
        (File.Exists(started) ? await File.ReadAllLinesAsync(started) : []).ShouldAllBe(id => !Directory.Exists($"/proc/{id}"));
        (await Run("ffmpeg", $"-v error -i {await Written(_aac.Window, "aac.mp4")} -f null -")).ShouldBeEmpty("silence that a decoder takes");
    }

    [Fact]
    public void Without_ffmpeg_there_is_only_the_Opus()
    {
        var encoders = new AacEncoders(new(Path.Combine(_folder, "nothing")), TimeProvider.System, NullLogger<AacEncoders>.Instance);
        encoders.Available.ShouldBeFalse();
        encoders.Start(_ => { }, () => { }).ShouldBeNull();
        var rendition = new LiveRendition(new("main", "c1"), null!, encoders, TimeProvider.System);
        (rendition.HasAac, rendition.Aac()).ShouldBe((false, null));
    }
}
