using System.Globalization;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>Reads the lines of <c>-progress pipe:1</c>: blocks of <c>key=value</c> that end in <c>progress=continue</c> or <c>=end</c>.</summary>
internal sealed class FFmpegProgress
{
    public long OutMs { get; private set; }
    public long Frames { get; private set; }
    public double Speed { get; private set; }
    public bool IsEnd { get; private set; }

    /// <summary>True when a block is complete.</summary>
    public bool Read(string line)
    {
        var at = line.IndexOf('=');
        if (at < 0) return false;
        var value = line.AsSpan(at + 1).Trim();
        switch (line[..at])
        {
            // "N/A" before the first frame.
            case "out_time_us" when long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var us):
                OutMs = Math.Max(OutMs, us / 1000);
                break;
            case "frame" when long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var frames):
                Frames = frames;
                break;
            case "speed" when double.TryParse(value.TrimEnd('x'), NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && double.IsFinite(speed):
                Speed = speed;
                break;
            case "progress":
                IsEnd = value is "end";
                return true;
        }
        return false;
    }
}
