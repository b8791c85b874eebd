using System.Globalization;
using System.Text;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>The multivariant playlist, written from measured facts: bandwidths are those of the segments, codecs those of the init segments.</summary>
internal static class MasterPlaylist
{
    public static string Write(IReadOnlyList<MeasuredRung> rungs, MeasuredSound? sound, FrameRate rate)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (sound is not null)
            text.Append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"Sound\",DEFAULT=YES,AUTOSELECT=YES,").Append(CultureInfo.InvariantCulture, $"CHANNELS=\"{sound.Channels}\",URI=\"audio.m3u8\"\n");
        foreach (var r in rungs)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"#EXT-X-STREAM-INF:BANDWIDTH={r.Peak + (sound?.Peak ?? 0)},AVERAGE-BANDWIDTH={r.Average + (sound?.Average ?? 0)},CODECS=\"{r.Codec}{(sound is null ? "" : "," + sound.Codec)}\",RESOLUTION={r.Rung.Width}x{r.Rung.Height},FRAME-RATE={rate.Value:0.000}{(sound is null ? "" : ",AUDIO=\"audio\"")}\n{r.Rung.Playlist}\n");
        }
        return text.ToString();
    }

    /// <summary>The codec as RFC 6381 names it, from the avcC box: profile, constraints, level.</summary>
    public static string? AvcCodec(ReadOnlySpan<byte> init)
    {
        var at = init.IndexOf("avcC"u8);
        return at < 0 || at + 8 > init.Length ? null : $"avc1.{init[at + 5]:x2}{init[at + 6]:x2}{init[at + 7]:x2}";
    }
}

/// <param name="Peak">Bits a second of the heaviest segment.</param>
internal sealed record MeasuredRung(Rung Rung, string Codec, long Peak, long Average, int Segments, long Frames);

/// <param name="Codec">As RFC 6381 names it.</param>
internal sealed record MeasuredSound(long Peak, long Average, double Seconds, string Codec = TranscodePlan.SoundCodec, int Channels = 2);
