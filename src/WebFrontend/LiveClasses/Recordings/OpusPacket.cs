namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>How long a packet of Opus sounds (RFC 6716, section 3.1), in samples of 48 kHz.</summary>
internal static class OpusPacket
{
    private const int Default = 960;

    public static int Ticks(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty) return Default;
        var config = packet[0] >> 3;
        var frame = config < 12 ? (config % 4) switch { 0 => 480, 1 => 960, 2 => 1920, _ => 2880 } : config < 16 ? config % 2 == 0 ? 480 : 960 : 120 << (config % 4);
        var frames = (packet[0] & 3) switch { 0 => 1, 3 => packet.Length > 1 ? packet[1] & 0x3F : 1, _ => 2 };
        return frames is > 0 and <= 48 && frame * frames <= 5760 ? frame * frames : Default;
    }
}
