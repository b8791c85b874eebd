using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>Reads what ffprobe says (<c>-print_format json -show_format -show_streams</c>).</summary>
internal static class Probe
{
    /// <summary>The only demuxers an upload may reach: no playlists, no scripts, nothing that opens further addresses.</summary>
    public const string Formats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts";

    public static IReadOnlyList<string> Arguments(string source) =>
        ["-v", "error", "-protocol_whitelist", "file", "-format_whitelist", Formats, "-print_format", "json", "-show_format", "-show_streams", $"file:{source}"];

    /// <summary>The times of all frames, one a line: for containers that do not say how long they are (a browser's recording).</summary>
    public static IReadOnlyList<string> TimesArguments(string source) =>
        ["-v", "error", "-protocol_whitelist", "file", "-format_whitelist", Formats, "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", $"file:{source}"];

    /// <summary>Every packet of a file with what <see cref="PacketSurvey"/> reads of it, one a line.</summary>
    public static IReadOnlyList<string> PacketArguments(string source) =>
        ["-v", "error", "-protocol_whitelist", "file", "-format_whitelist", Formats, "-show_entries", "packet=stream_index,pts_time,duration_time,flags:packet_side_data=side_data_type", "-of", "compact", $"file:{source}"];

    public static Result<SourceFacts> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return TranscodeErrors.Unreadable;
        }
    }

    private static Result<SourceFacts> Read(JsonElement root)
    {
        if (!root.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0 || !root.TryGetProperty("format", out var format))
            return TranscodeErrors.Unreadable;
        PictureFacts? picture = null;
        SoundFacts? sound = null;
        foreach (var stream in streams.EnumerateArray())
        {
            switch (Text(stream, "codec_type"))
            {
                // A cover image is no moving picture.
                case "video" when picture is null && !(stream.TryGetProperty("disposition", out var d) && Int(d, "attached_pic") == 1):
                    picture = Picture(stream);
                    break;
                // A track without parameters (an unknown codec, a broken header) cannot be decoded.
                case "audio" when sound is null && Int(stream, "channels") > 0:
                    sound = new(Text(stream, "codec_name"), Int(stream, "channels"), Int(stream, "sample_rate")) { Index = Int(stream, "index"), Profile = Text(stream, "profile") };
                    break;
            }
        }
        return new SourceFacts(Text(format, "format_name"), (long)Math.Round(Number(format, "duration") * 1000), picture, sound);
    }

    private static PictureFacts Picture(JsonElement stream)
    {
        var nominal = Rate(stream, "r_frame_rate");
        var average = Rate(stream, "avg_frame_rate");
        var variable = average.Value <= 0 || nominal.Value <= 0 || Math.Abs(nominal.Value - average.Value) > average.Value * 0.005;
        var aspect = Ratio(Text(stream, "sample_aspect_ratio"));
        return new(Text(stream, "codec_name"), Int(stream, "width"), Int(stream, "height"), Rotation(stream), aspect is > 0.05 and < 20 ? aspect : 1,
            average.Value > 0 ? average : nominal, variable, Text(stream, "field_order") is "tt" or "bb" or "tb" or "bt", Text(stream, "pix_fmt"))
        {
            Index = Int(stream, "index"), Reordered = Int(stream, "has_b_frames"),
        };
    }

    private static int Rotation(JsonElement stream)
    {
        double degrees = 0;
        if (stream.TryGetProperty("side_data_list", out var list))
        {
            foreach (var data in list.EnumerateArray())
                if (data.TryGetProperty("rotation", out _)) degrees = Number(data, "rotation");
        }
        else if (stream.TryGetProperty("tags", out var tags))
        {
            degrees = Number(tags, "rotate");
        }
        return ((int)Math.Round(degrees / 90) * 90 % 360 + 360) % 360;
    }

    private static FrameRate Rate(JsonElement e, string name) =>
        Text(e, name).Split('/') is [var n, var d] && int.TryParse(n, out var frames) && int.TryParse(d, out var seconds) && seconds > 0 ? new(frames, seconds) : default;

    private static double Ratio(string text) =>
        text.Split(':') is [var n, var d] && int.TryParse(n, out var x) && int.TryParse(d, out var y) && x > 0 && y > 0 ? (double)x / y : 1;

    private static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var v) ? v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText() : "";

    private static double Number(JsonElement e, string name) =>
        double.TryParse(Text(e, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && double.IsFinite(v) ? v : 0;

    private static int Int(JsonElement e, string name) => (int)Math.Clamp(Number(e, name), int.MinValue, int.MaxValue);
}
