using System.Globalization;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>Reads a list of all packets (<see cref="Probe.PacketArguments"/>) and says whether the picture can be cut into segments as it is, and the sound be copied beside it.</summary>
internal sealed class PacketSurvey(int picture, int? sound)
{
    /// <summary>The longest way from one key frame to the next: a player can go nowhere in between.</summary>
    public const double LongestWay = 30;

    /// <summary>A picture that stands (the sender was away) is one packet, however long.</summary>
    private const double LongestStill = 300;

    /// <summary>What a player bridges without being told.</summary>
    private const double SmallGap = 0.3;

    private double _key = double.NaN, _before = double.NaN, _still, _heardUntil = double.NaN;

    public long Pictures { get; private set; }
    public long Sounds { get; private set; }

    /// <summary>The first thing that is in the way of a copy of the picture; null: nothing is.</summary>
    public string? InTheWay { get; private set; }

    /// <summary>The sound begins with the picture and has no holes.</summary>
    public bool SoundIsWhole { get; private set; } = true;

    /// <summary>After the last line.</summary>
    public void End()
    {
        if (Pictures == 0) InTheWay ??= "no_frames";
        else Way(_before);
    }

    /// <summary>Such as <c>packet|stream_index=0|pts_time=0.033333|duration_time=0.033333|flags=__</c>, side data behind it.</summary>
    public void Read(string line)
    {
        if (!line.StartsWith("packet|", StringComparison.Ordinal)) return;
        int? stream = null;
        double at = double.NaN, lasts = 0;
        var flags = "";
        foreach (var part in line.Split('|'))
        {
            var equals = part.IndexOf('=');
            if (equals < 0) continue;
            var value = part.AsSpan(equals + 1);
            switch (part.AsSpan(0, equals))
            {
                case "stream_index" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n): stream = n; break;
                case "pts_time" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var t): at = t; break;
                case "duration_time" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var d): lasts = d; break;
                case "flags": flags = value.ToString(); break;
            }
        }
        if (stream == picture) Picture(at, flags, line.Contains("New Extradata", StringComparison.Ordinal));
        else if (stream == sound) Sound(at, lasts);
    }

    private void Picture(double at, string flags, bool otherDecoder)
    {
        // Another decoder configuration: the segments of one playlist share the first one's.
        if (otherDecoder) InTheWay ??= "several_descriptions";
        // Cut off by the file's edit list; a segment would show it.
        if (flags.Contains('D')) InTheWay ??= "edited";
        var isKey = flags.Contains('K');
        if (double.IsNaN(at)) InTheWay ??= "no_times";
        else if (Pictures == 0)
        {
            if (!isKey || Math.Abs(at) > SmallGap) InTheWay ??= "late_start";
            _key = at;
        }
        else
        {
            if (at <= _before) InTheWay ??= "reordered";
            _still = Math.Max(_still, at - _before);
            if (isKey)
            {
                Way(at);
                (_key, _still) = (at, 0);
            }
        }
        _before = at;
        Pictures++;
    }

    private void Way(double until)
    {
        if (until - _key - _still > LongestWay || _still > LongestStill) InTheWay ??= "few_key_frames";
    }

    private void Sound(double at, double lasts)
    {
        if (double.IsNaN(at) || lasts <= 0 || (Sounds == 0 ? Math.Abs(at) : Math.Abs(at - _heardUntil)) > SmallGap) SoundIsWhole = false;
        _heardUntil = at + lasts;
        Sounds++;
    }
}
