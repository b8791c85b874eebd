using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LearningHub.WebFrontend.Media;

/// <summary>The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload), read strictly: what is not exactly right is refused.</summary>
internal static class TusHeaders
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,expiration,checksum,termination";
    public const string ChecksumAlgorithms = "sha1,sha256";
    public const string PatchType = "application/offset+octet-stream";

    /// <summary>A length or an offset: digits only, no sign, no space.</summary>
    public static long? Number(string? text) =>
        text is { Length: > 0 and <= 18 } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary><c>Upload-Metadata</c>: pairs of key and Base64 value, parted by commas; a value may be absent. Null where it is malformed, a key
    /// is there twice, or a value is not UTF-8 text.</summary>
    public static IReadOnlyDictionary<string, string>? Metadata(string? header)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrEmpty(header)) return values;
        if (header.Length > 8192) return null;
        foreach (var pair in header.Split(','))
        {
            // Clients put a space after the comma.
            var parts = pair.Trim(' ').Split(' ');
            if (parts.Length is < 1 or > 2 || parts[0].Length is 0 or > 64 || !parts[0].All(c => c is > ' ' and < '\x7f')) return null;
            if (Text(parts.Length == 2 ? parts[1] : "") is not { } value || !values.TryAdd(parts[0], value)) return null;
        }
        return values.Count <= 16 ? values : null;
    }

    /// <summary><c>Upload-Checksum</c>: the algorithm and the Base64 digest. False where it is malformed or of another algorithm.</summary>
    public static bool TryChecksum(string? header, out TusChecksum? checksum)
    {
        checksum = null;
        if (string.IsNullOrEmpty(header)) return true;
        if (header.Split(' ') is not [var name, var base64]) return false;
        (HashAlgorithmName Algorithm, int Bytes)? known = name switch { "sha1" => (HashAlgorithmName.SHA1, 20), "sha256" => (HashAlgorithmName.SHA256, 32), _ => null };
        if (known is not { } k || Bytes(base64) is not { } digest || digest.Length != k.Bytes) return false;
        checksum = new(k.Algorithm, digest);
        return true;
    }

    private static string? Text(string base64)
    {
        if (base64.Length == 0) return "";
        if (Bytes(base64) is not { } bytes) return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string base64)
    {
        // .NET skips white space in Base64; the header has none.
        if (base64.Any(char.IsWhiteSpace) || !Base64.IsValid(base64)) return null;
        return Convert.FromBase64String(base64);
    }
}

internal sealed record TusChecksum(HashAlgorithmName Algorithm, byte[] Digest);
