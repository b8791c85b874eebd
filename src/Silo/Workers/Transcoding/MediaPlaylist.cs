using System.Collections.Immutable;
using System.Globalization;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>An HLS media playlist (RFC 8216, section 4.3.3), as far as we write them.</summary>
internal sealed record MediaPlaylist(string? Init, ImmutableArray<PlaylistSegment> Segments, bool IsEnded)
{
    public double Seconds => Segments.Sum(s => s.Seconds);

    public static MediaPlaylist Parse(IEnumerable<string> lines)
    {
        string? init = null;
        double? seconds = null;
        var ended = false;
        var segments = ImmutableArray.CreateBuilder<PlaylistSegment>();
        foreach (var raw in lines)
        {
            var line = raw.Trim();
            if (line.StartsWith("#EXT-X-MAP:URI=\"", StringComparison.Ordinal)) init = line.Split('"')[1];
            else if (line.StartsWith("#EXTINF:", StringComparison.Ordinal)) seconds = double.Parse(line[8..].Split(',')[0], CultureInfo.InvariantCulture);
            else if (line == "#EXT-X-ENDLIST") ended = true;
            else if (line.Length > 0 && line[0] != '#' && seconds is { } s)
            {
                segments.Add(new(line, s));
                seconds = null;
            }
        }
        return new(init, segments.ToImmutable(), ended);
    }
}

internal sealed record PlaylistSegment(string Uri, double Seconds);
