using System.Buffers.Text;
using System.IO.Compression;

namespace LearningHub.Grains.Certificates;

/// <summary>A list of revoked places (W3C Bitstring Status List 1.0, section 3.2): the first place is the highest bit of the first byte; gzip, base64url, multibase <c>u</c>.</summary>
internal static class StatusList
{
    /// <summary>Certificates a list: the least the standard allows, so that nobody can tell who is asked about.</summary>
    public const int Size = 131_072;

    public static string Encode(IEnumerable<int> revoked)
    {
        var bits = new byte[Size / 8];
        foreach (var place in revoked) bits[place / 8] |= (byte)(0x80 >> (place % 8));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bits);
        return "u" + Base64Url.EncodeToString(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }
}
