using System.Buffers.Binary;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>Packets of Opus as an Ogg stream (RFC 3533, RFC 7845), a page a packet, so that none waits for another.</summary>
internal sealed class OggOpusWriter(int channels)
{
    /// <summary>What browsers' encoders put before the first sample, in samples of 48 kHz.</summary>
    private const int PreSkip = 312;
    private const uint Serial = 1;
    private static readonly uint[] s_crc = [.. Enumerable.Range(0, 256).Select(static i =>
    {
        var crc = (uint)i << 24;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 0x80000000) != 0 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
        return crc;
    })];

    private uint _page;
    private long _granule;

    /// <summary>The two pages that a stream begins with.</summary>
    public byte[] Head() =>
    [
        .. Page([.. "OpusHead"u8, 1, (byte)channels, PreSkip & 0xFF, PreSkip >> 8, 0x80, 0xBB, 0, 0, 0, 0, 0], first: true),
        .. Page([.. "OpusTags"u8, 3, 0, 0, 0, .. "hub"u8, 0, 0, 0, 0]),
    ];

    /// <param name="ticks">How long the packet is, in samples of 48 kHz.</param>
    public byte[] Packet(ReadOnlySpan<byte> packet, int ticks)
    {
        _granule += ticks;
        return Page(packet);
    }

    private byte[] Page(ReadOnlySpan<byte> packet, bool first = false)
    {
        const int head = 27;
        // A packet is cut into 255s; what is less, if only nothing, ends it.
        var segments = packet.Length / 255 + 1;
        var page = new byte[head + segments + packet.Length];
        "OggS"u8.CopyTo(page);
        page[5] = (byte)(first ? 2 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), _granule);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(14), Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(18), _page++);
        page[26] = (byte)segments;
        page.AsSpan(head, segments - 1).Fill(255);
        page[head + segments - 1] = (byte)(packet.Length % 255);
        packet.CopyTo(page.AsSpan(head + segments));
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Crc(page));
        return page;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0u;
        foreach (var b in bytes) crc = crc << 8 ^ s_crc[crc >> 24 ^ b];
        return crc;
    }
}
