using System.Diagnostics;

namespace LearningHub.Browser.Tests.Hosting;

/// <summary>A video of 24 s with a moving picture, 1280x720, and a tone.</summary>
internal static class TestVideo
{
    public const int Seconds = 24;
    public static readonly string? FFmpeg = Programs.Named("ffmpeg");

    public static async Task<string> Make(string folder)
    {
        var file = Path.Combine(folder, "night-sky.mp4");
        var start = new ProcessStartInfo(FFmpeg!,
        [
            "-hide_banner", "-loglevel", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000",
            "-t", $"{Seconds}", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "33", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart", file,
        ]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, errors);
        return file;
    }
}
