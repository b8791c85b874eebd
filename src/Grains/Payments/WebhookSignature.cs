using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LearningHub.Grains.Payments;

/// <summary>The signature scheme of Stripe's webhooks, which the test provider uses too: header <c>t=seconds,v1=hex[,v1=hex…]</c>, HMAC-SHA256 over
/// <c>t.body</c>. The body is the raw bytes as they came.</summary>
internal static class WebhookSignature
{
    /// <summary>How old or how far ahead a signature's time may be: what was recorded on the way cannot be sent again later.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const int MaxHeader = 2000, MaxSignatures = 10;

    public static string Sign(ReadOnlySpan<byte> secret, string body, DateTimeOffset at)
    {
        var t = at.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"t={t},v1={Convert.ToHexStringLower(Mac(secret, t, body))}");
    }

    /// <summary>Whether any signature fits any secret and the time is near. All pairs are compared, each in constant time.</summary>
    public static bool Verify(string header, string body, IEnumerable<byte[]> secrets, DateTimeOffset now)
    {
        if (!TryRead(header, out var t, out var signatures)) return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - t) > (long)Tolerance.TotalSeconds) return false;
        var fits = false;
        foreach (var secret in secrets)
        {
            var expected = Mac(secret, t, body);
            foreach (var signature in signatures) fits |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }
        return fits;
    }

    private static bool TryRead(string header, out long t, out List<byte[]> signatures)
    {
        (t, signatures) = (-1, []);
        if (header.Length is 0 or > MaxHeader) return false;
        foreach (var part in header.Split(','))
        {
            var split = part.IndexOf('=');
            if (split < 1) continue;
            var (name, value) = (part[..split].Trim(), part[(split + 1)..].Trim());
            // Another t would let somebody choose which one is checked.
            if (name == "t" && (t != -1 || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out t) || t > 253402300799)) return false;
            if (name == "v1" && value.Length == 64 && value.All(char.IsAsciiHexDigit) && signatures.Count < MaxSignatures) signatures.Add(Convert.FromHexString(value));
        }
        return t >= 0 && signatures.Count > 0;
    }

    private static byte[] Mac(ReadOnlySpan<byte> secret, long t, string body) =>
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{t}.{body}")));
}
