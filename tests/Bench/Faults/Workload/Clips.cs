using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>Small videos with sound, made by ffmpeg.</summary>
internal static class Clips
{
    public static async Task<string> Make(string folder, string name, int seconds, string size, int tone, CancellationToken cancellation, int kilobits = 250)
    {
        var path = Path.Combine(folder, name + ".mp4");
        var length = seconds.ToString(CultureInfo.InvariantCulture);
        await Processes.Run("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=20:duration={length}", "-f", "lavfi", "-i", $"sine=frequency={tone}:duration={length}",
            "-c:v", "libx264", "-preset", "ultrafast", "-b:v", $"{kilobits.ToString(CultureInfo.InvariantCulture)}k", "-g", "40", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "48k", "-shortest", path], cancellation);
        return path;
    }
}
