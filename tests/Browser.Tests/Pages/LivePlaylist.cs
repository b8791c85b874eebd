using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>A class as a real player reads it that knows nothing of us.</summary>
internal static class LivePlaylist
{
    private const int Seconds = 4;

    /// <summary>Reads and decodes some seconds; anything that it complains about fails.</summary>
    public static async Task Play(Uri playlist, string sound, string token, Action<string> say)
    {
        var headers = $"Authorization: Bearer {token}\r\n";
        var probed = await Processes.Run(Programs.Named("ffprobe")!, ["-v", "error", "-headers", headers, "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", playlist.ToString()], CancellationToken.None);
        probed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().ShouldBe(["h264,1280,720", sound], ignoreOrder: true);
        var log = Path.GetTempFileName();
        try
        {
            var decoded = await Processes.Run("/bin/sh",
            [
                "-c", "\"$0\" -v error -headers \"$1\" -i \"$2\" -t \"$3\" -fps_mode passthrough -f framecrc - 2>\"$4\"", TestVideo.FFmpeg!, headers, playlist.ToString(), Seconds.ToString(CultureInfo.InvariantCulture), log,
            ], CancellationToken.None);
            (await File.ReadAllTextAsync(log)).ShouldBeEmpty("ffmpeg reads the live playlist without a complaint");
            var rows = decoded.Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(',', StringSplitOptions.TrimEntries)).ToArray();
            var (pictures, sounds) = (rows.Count(r => r[0] == "0"), rows.Where(r => r[0] == "1").Sum(r => long.Parse(r[3], CultureInfo.InvariantCulture)));
            say($"HLS with {sound}: ffmpeg decoded {pictures} pictures and {sounds / 48_000.0:F1} s of sound");
            pictures.ShouldBeGreaterThan(20);
            (sounds / 48_000.0).ShouldBe(Seconds, 1);
        }
        finally { File.Delete(log); }
    }
}
