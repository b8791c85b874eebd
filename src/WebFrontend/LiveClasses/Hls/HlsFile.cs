using System.Globalization;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

internal enum HlsFileKind { Index, OpusPlaylist, AacPlaylist, Map, Media }

/// <summary>The names that playlists hold: <c>index.m3u8</c> names <c>opus.m3u8</c> and <c>aac.m3u8</c>, and these <c>1f2e3d4c-init-1.mp4</c>, <c>1f2e3d4c-17.m4s</c> (a segment),
/// <c>1f2e3d4c-17-2.m4s</c> (a part of it). The first word is the window's own: no other ever names other bytes so.</summary>
internal sealed record HlsFile(HlsFileKind Kind, string Window, long Number, int? Part)
{
    public const string Index = "index.m3u8", Opus = "opus.m3u8", Aac = "aac.m3u8";
    private const int MaxName = 64;

    public static string Map(string window, int number) => string.Create(CultureInfo.InvariantCulture, $"{window}-init-{number}.mp4");
    public static string Segment(string window, long number) => string.Create(CultureInfo.InvariantCulture, $"{window}-{number}.m4s");
    public static string PartOf(string window, long number, int part) => string.Create(CultureInfo.InvariantCulture, $"{window}-{number}-{part}.m4s");

    public static HlsFile? Parse(string name) => name.Length > MaxName ? null : name switch
    {
        Index => new(HlsFileKind.Index, "", 0, null),
        Opus => new(HlsFileKind.OpusPlaylist, "", 0, null),
        Aac => new(HlsFileKind.AacPlaylist, "", 0, null),
        _ => Path.GetExtension(name) switch
        {
            ".mp4" when name[..^4].Split('-') is [{ Length: > 0 } window, "init", var map] && Read(map) is { } m and <= int.MaxValue => new(HlsFileKind.Map, window, m, null),
            ".m4s" => name[..^4].Split('-') switch
            {
                [{ Length: > 0 } window, var segment] when Read(segment) is { } s => new(HlsFileKind.Media, window, s, null),
                [{ Length: > 0 } window, var segment, var part] when Read(segment) is { } s && Read(part) is { } p and <= int.MaxValue => new(HlsFileKind.Media, window, s, (int)p),
                _ => null,
            },
            _ => null,
        },
    };

    private static long? Read(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
