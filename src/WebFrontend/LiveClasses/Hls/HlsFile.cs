using System.Globalization;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

internal enum HlsFileKind { Playlist, Map, Media }

/// <summary>The names that a playlist holds: <c>index.m3u8</c>, <c>init-1.mp4</c>, <c>17.m4s</c> (a segment), <c>17-2.m4s</c> (a part of it).</summary>
internal sealed record HlsFile(HlsFileKind Kind, long Number, int? Part)
{
    public static HlsFile? Parse(string name)
    {
        if (name == "index.m3u8") return new(HlsFileKind.Playlist, 0, null);
        if (name.StartsWith("init-", StringComparison.Ordinal) && name.EndsWith(".mp4", StringComparison.Ordinal)) return Number(name[5..^4]) is { } map ? new(HlsFileKind.Map, map, null) : null;
        if (!name.EndsWith(".m4s", StringComparison.Ordinal)) return null;
        return name[..^4].Split('-') switch
        {
            [var segment] when Number(segment) is { } s => new(HlsFileKind.Media, s, null),
            [var segment, var part] when Number(segment) is { } s && Number(part) is { } p => new(HlsFileKind.Media, s, (int)p),
            _ => null,
        };

        static long? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
    }
}
