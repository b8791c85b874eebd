using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The file that a class left, as ffmpeg reads it.</summary>
/// <param name="Pictures">In seconds from its start: when each is shown and what its clock says (milliseconds); without those whose clock cannot be read.</param>
/// <param name="Silences">Seconds: from, to.</param>
internal sealed record LiveRecording(double PictureSeconds, double SoundSeconds, IReadOnlyList<(double At, double Clock)> Pictures, IReadOnlyList<(double From, double To)> Silences)
{
    private static readonly string FFprobe = Programs.Named("ffprobe")!;

    public double SilentSeconds => Silences.Sum(s => s.To - s.From);

    /// <summary>The longest times for which one picture stands, longest first. The first picture stands for those that came before it.</summary>
    public double[] Holes => [.. Pictures.Skip(1).Zip(Pictures.Skip(2), (a, b) => b.At - a.At).OrderDescending()];

    /// <summary>What the clock would have shown at the start, by each picture: unchanging where the recording runs as the class did.</summary>
    public IReadOnlyList<(double At, double Zero)> Zeros => [.. Pictures.Skip(1).Select(p => (p.At, p.Clock - p.At * 1_000))];

    public static async Task<LiveRecording> Read(string file)
    {
        var times = (await Run(FFprobe, ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", file])).Select(line => line.Split(',')).ToArray();
        var sound = (await Run(FFprobe, ["-v", "error", "-select_streams", "a:0", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", file])).Select(line => line.Split(',')).ToArray();
        var fields = Path.GetTempFileName();
        try
        {
            await Processes.Run(TestVideo.FFmpeg!,
            [
                "-v", "error", "-y", "-i", file, "-an", "-fps_mode", "passthrough", "-vf",
                Text($"crop={LiveClock.Fields * LiveClock.Width}:{LiveClock.Height / 3}:{LiveClock.Left}:{LiveClock.Top + LiveClock.Height / 3},scale={LiveClock.Fields}:1:flags=area,format=gray"),
                "-f", "rawvideo", fields,
            ], CancellationToken.None);
            var read = await File.ReadAllBytesAsync(fields);
            (read.Length / LiveClock.Fields).ShouldBe(times.Length, "every picture can be decoded");
            var pictures = times.Select((t, i) => (At: Number(t[0]), Clock: Clock(read.AsSpan(i * LiveClock.Fields, LiveClock.Fields)))).Where(p => p.Clock is not null).Select(p => (p.At, p.Clock!.Value));
            return new(End(times), End(sound), [.. pictures], await SilencesOf(file));
        }
        finally { File.Delete(fields); }
    }

    private static async Task<IReadOnlyList<(double, double)>> SilencesOf(string file)
    {
        var log = await Run("/bin/sh", ["-c", "\"$0\" -hide_banner -nostats -i \"$1\" -vn -af silencedetect=noise=-45dB:duration=0.15 -f null - 2>&1", TestVideo.FFmpeg!, file]);
        double After(string line, string word) => Number(line[(line.IndexOf(word, StringComparison.Ordinal) + word.Length)..].Trim().Split(' ')[0]);
        return [.. log.Where(l => l.Contains("silence_end: ", StringComparison.Ordinal)).Select(l => (End: After(l, "silence_end: "), Length: After(l, "silence_duration: "))).Select(s => (s.End - s.Length, s.End))];
    }

    private static double? Clock(ReadOnlySpan<byte> fields)
    {
        if (fields[0] < 160 || fields[^1] > 96) return null;
        var read = 0;
        for (var i = 1; i < LiveClock.Fields - 1; i++)
            if (fields[i] > 128) read |= 1 << i - 1;
        return read;
    }

    private static double End(string[][] packets) => packets.Length == 0 ? 0 : Number(packets[^1][0]) + Number(packets[^1][1]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static async Task<string[]> Run(string program, string[] arguments) => (await Processes.Run(program, arguments, CancellationToken.None)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
