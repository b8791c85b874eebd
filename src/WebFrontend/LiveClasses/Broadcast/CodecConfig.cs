using System.Text.Json;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>A decoder configuration as the publisher's browser made it. Checked before it is passed on: viewers' browsers and the recording rely on it.</summary>
internal sealed record CodecConfig(string Codec, int CodedWidth, int CodedHeight, int SampleRate, int NumberOfChannels, byte[] Description)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 4 };

    public static CodecConfig? Video(ReadOnlySpan<byte> json) =>
        Read(json) is { } c && c.Codec.StartsWith("avc1.", StringComparison.Ordinal) && c.Codec.Length == 11 && c.CodedWidth is >= 16 and <= 3840 && c.CodedHeight is >= 16 and <= 2160
            && c.Description is [1, _, _, _, ..] and { Length: >= 7 } ? c : null;

    public static CodecConfig? Audio(ReadOnlySpan<byte> json) =>
        Read(json) is { Codec: "opus", SampleRate: 48_000, NumberOfChannels: 1 or 2 } c ? c : null;

    private static CodecConfig? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Wire>(json, Json) is { Codec: { } codec } w
                ? new(codec, w.CodedWidth, w.CodedHeight, w.SampleRate, w.NumberOfChannels, w.Description is null ? [] : Convert.FromBase64String(w.Description)) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private sealed record Wire(string? Codec, int CodedWidth, int CodedHeight, int SampleRate, int NumberOfChannels, string? Description);
}
