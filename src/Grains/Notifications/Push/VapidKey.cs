using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LearningHub.Grains.Notifications;

/// <summary>The academy's name before push services (VAPID, RFC 8292): browsers subscribe to its public key, and only who holds the private one may send to them. Derived from the
/// tenant's key of the key ring, so that it is the same for ever and on every silo.</summary>
internal sealed class VapidKey : IDisposable
{
    /// <summary>RFC 8292, section 2: at most 24 hours.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    // The order of the group of P-256 (FIPS 186-5; SP 800-186, section 3.2.1.3).
    private static readonly BigInteger Order = BigInteger.Parse("00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    private VapidKey(ECDsa key)
    {
        _key = key;
        PublicKey = Base64Url.EncodeToString(WebPushEncryption.PointOf(key.ExportParameters(false)));
    }

    /// <summary>An uncompressed point, base64url.</summary>
    public string PublicKey { get; }

    /// <summary>Bound to this use (HKDF, RFC 5869). 16 bytes more than the group needs, so that no private key is likelier than another (FIPS 186-5, A.2.1).</summary>
    public static VapidKey Derive(byte[] tenantKey)
    {
        var seed = HKDF.DeriveKey(HashAlgorithmName.SHA256, tenantKey, 48, info: "notifications/vapid/1"u8.ToArray());
        var d = new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (Order - 1) + 1;
        var bytes = d.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[32 - bytes.Length], .. bytes] }));
    }

    /// <summary>The <c>Authorization</c> of a request to this endpoint (RFC 8292, section 3). A person's devices are sent to side by side, and a key is not said to bear that.</summary>
    public string Authorization(Uri endpoint, string contact, DateTimeOffset now)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Claims(endpoint.GetLeftPart(UriPartial.Authority), (now + Life).ToUnixTimeSeconds(), contact), Lower);
        var signed = $"{Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(claims)}";
        byte[] signature;
        lock (_signing) signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"vapid t={signed}.{Base64Url.EncodeToString(signature)}, k={PublicKey}";
    }

    public void Dispose() => _key.Dispose();

    private static readonly JsonSerializerOptions Lower = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private sealed record Claims(string Aud, long Exp, string Sub);
}
