using System.Diagnostics;
using LearningHub.WebFrontend.LiveClasses.Recordings;

namespace LearningHub.Grains.Tests.Transcoding;

/// <summary>Small clips made by ffmpeg when a test first asks for them; never committed.</summary>
public static class TestClips
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("hub-clips-").FullName;
    private static readonly Lock Gate = new();

    static TestClips() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static bool HasFFmpeg { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "ffmpeg")));

    /// <summary>Picture and sound, 6 s, 1280 × 720.</summary>
    public static string Standard => Make("standard.mp4", $"{Picture("1280x720", 30, 6)} {Sound(6)} -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -shortest");
    public static string Small => Make("small.mp4", $"{Picture("320x180", 25, 3)} {Sound(3)} -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac");
    public static string Silent => Make("silent.webm", $"{Picture("640x360", 24, 4)} -c:v libvpx -deadline realtime -b:v 300k");
    public static string Mono => Make("mono.mkv", $"{Picture("640x360", 25, 4)} -f lavfi -i sine=f=330:r=22050:d=4 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a libmp3lame -ac 1");
    public static string Surround => Make("surround.mp4", $"{Picture("640x360", 25, 4)} -f lavfi -i anoisesrc=d=4:a=0.1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -ac 6");
    public static string TenBit => Make("tenbit.mkv", $"{Picture("640x360", 25, 4)} -c:v libx264 -preset ultrafast -pix_fmt yuv420p10le");
    public static string SoundOnly => Make("sound.mp4", $"{Sound(3)} -c:a aac");
    public static string Anamorphic => Make("anamorphic.mp4", $"{Picture("720x576", 25, 3)} -vf setsar=64/45 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
    public static string FastRate => Make("fast.mp4", $"{Picture("640x360", 60, 3)} -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
    public static string Large => Make("large.mp4", $"{Picture("1920x1080", 30, 30)} {Sound(30)} -c:v libx264 -preset ultrafast -g 60 -pix_fmt yuv420p -c:a aac");
    public static string Stream => Make("stream.ts", $"{Picture("640x360", 25, 4)} {Sound(4)} -c:v mpeg2video -b:v 1M -c:a mp2");
    public static string Old => Make("old.avi", $"{Picture("320x240", 15, 3)} {Sound(3)} -c:v mpeg4 -c:a libmp3lame");

    /// <summary>As a class is recorded: constrained baseline, a key frame every two seconds, Opus. 8 s, 1280 × 720.</summary>
    public static string Class => Make("class.mp4", $"{Picture("1280x720", 30, 8)} {Sound(8)} -c:v libx264 -preset ultrafast -profile:v baseline -g 60 -pix_fmt yuv420p -ar 48000 -ac 1 -c:a libopus");
    public static string LongClass => Make("long-class.mp4", $"{Picture("320x180", 20, 50)} {Sound(50)} -c:v libx264 -preset ultrafast -profile:v baseline -g 40 -pix_fmt yuv420p -ar 48000 -ac 1 -c:a libopus");
    public static string BFrames => Make("b-frames.mp4", $"{Picture("640x360", 30, 8)} -c:v libx264 -preset veryfast -bf 2 -g 60 -pix_fmt yuv420p");
    public static string OneKeyFrame => Make("one-key-frame.mp4", $"{Picture("320x180", 10, 40)} -c:v libx264 -preset ultrafast -g 1000 -sc_threshold 0 -pix_fmt yuv420p");
    public static string OldSound => Make("old-sound.mp4", $"{Picture("320x180", 25, 6)} {Sound(6)} -c:v libx264 -preset ultrafast -g 50 -pix_fmt yuv420p -c:a libmp3lame");

    /// <summary>A class whose host came back with another browser: the second half has a decoder configuration of its own.</summary>
    public static string TwoDescriptions => Make("two-descriptions.mp4", path =>
    {
        List<Mp4Sample> pictures = [.. Enumerable.Range(0, 10).Select(i => new Mp4Sample(true, null, 0, StillPicture.Key.Length, i * Mp4File.VideoScale, Mp4File.VideoScale, true, i / 5))];
        using var file = File.Create(path);
        Mp4File.Write(file, new(pictures, [StillPicture.Description, StillPicture.Description], 0), null, _ => StillPicture.Key);
    });

    /// <summary>A phone held upright: 1280 × 720 as coded, turned by the display matrix.</summary>
    public static string Rotated => Make("rotated.mp4", () => $"-display_rotation 90 -i {Standard} -c copy", () => $"-i {Standard} -c copy -metadata:s:v:0 rotate=90");

    /// <summary>Every third frame missing: 20 a second on average, unevenly.</summary>
    public static string VariableRate => Make("vfr.mp4",
        $"{Picture("640x360", 30, 5)} -vf select='mod(n\\,3)+lt(t\\,2)' -fps_mode vfr -c:v libx264 -preset ultrafast -pix_fmt yuv420p");

    /// <summary>A header of an MP4, then noise.</summary>
    public static string Corrupt => Make("corrupt.mp4", path =>
    {
        var bytes = File.ReadAllBytes(Standard)[..60_000];
        new Random(7).NextBytes(bytes.AsSpan(40));
        File.WriteAllBytes(path, bytes);
    });

    /// <summary>Says 6 s in its index, and ends after a third.</summary>
    public static string BrokenOff => Make("broken-off.mp4", path =>
    {
        var whole = Make("faststart.mp4", $"-i {Standard} -c copy -movflags +faststart");
        File.WriteAllBytes(path, File.ReadAllBytes(whole)[..(int)(new FileInfo(whole).Length / 3)]);
    });

    public static string NotVideo => Make("letter.txt", path => File.WriteAllText(path, string.Concat(Enumerable.Repeat("Dear reader, this is a letter.\n", 500))));

    private static string Picture(string size, int rate, int seconds) => $"-f lavfi -i testsrc2=s={size}:r={rate}:d={seconds}";
    private static string Sound(int seconds) => $"-f lavfi -i sine=f=440:r=44100:d={seconds}";

    private static string Make(string name, params Func<string>[] arguments) => Make(name, path =>
    {
        foreach (var attempt in arguments)
            if (FFmpeg($"{attempt()} {path}") is { } && File.Exists(path) && new FileInfo(path).Length > 0) return;
    });

    private static string Make(string name, string arguments) => Make(name, path => FFmpeg($"{arguments} {path}"));

    private static string Make(string name, Action<string> write)
    {
        lock (Gate)
        {
            var path = Path.Combine(Folder, name);
            if (!File.Exists(path)) write(path);
            return path;
        }
    }

    private static string? FFmpeg(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", $"-nostdin -v error -y {arguments}") { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit(60_000);
        return process.ExitCode == 0 ? errors : null;
    }
}
