namespace LearningHub.WebFrontend.Media;

/// <summary>Which container a file is, by its first bytes. Names and content types are what a caller says; these are what the file is.</summary>
internal static class ContainerSniffer
{
    /// <summary>How many bytes it takes to know.</summary>
    public const int Needed = 4096;

    /// <summary><c>mp4</c>, <c>mov</c>, <c>webm</c>, <c>mkv</c>, <c>avi</c>, <c>mpegts</c>, or null.</summary>
    public static string? Sniff(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12) return null;
        if (head[4..8].SequenceEqual("ftyp"u8)) return IsoBrand(head[8..12]);
        // QuickTime from before ftyp begins with one of these atoms.
        if (head[4..8].SequenceEqual("moov"u8) || head[4..8].SequenceEqual("mdat"u8) || head[4..8].SequenceEqual("wide"u8)) return "mov";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])) return Matroska(head);
        if (head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("AVI "u8)) return "avi";
        return IsTransportStream(head, 188, 0) || IsTransportStream(head, 192, 4) ? "mpegts" : null;
    }

    /// <summary>ISO 14496-12 files are also pictures (HEIC, AVIF) and plain sound: those are no video.</summary>
    private static string? IsoBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("qt  "u8)) return "mov";
        foreach (var other in (ReadOnlySpan<string>)["heic", "heix", "hevc", "hevx", "mif1", "msf1", "avif", "avis", "M4A ", "M4B ", "crx "])
            if (brand.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(other))) return null;
        return "mp4";
    }

    private static string? Matroska(ReadOnlySpan<byte> head)
    {
        // DocType is element 0x4282 in the EBML header.
        var at = head.IndexOf((ReadOnlySpan<byte>)[0x42, 0x82]);
        if (at < 0 || at > 64 || at + 3 >= head.Length) return null;
        var type = head[(at + 3)..];
        return type.StartsWith("webm"u8) ? "webm" : type.StartsWith("matroska"u8) ? "mkv" : null;
    }

    /// <summary>Packets of a fixed size, each with the sync byte (ISO 13818-1); five in a row are no accident.</summary>
    private static bool IsTransportStream(ReadOnlySpan<byte> head, int packet, int offset)
    {
        if (head.Length < packet * 4 + offset + 1) return false;
        for (var n = 0; n < 5; n++)
            if (head[n * packet + offset] != 0x47) return false;
        return true;
    }
}
