using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LearningHub.Grains.Notifications;

/// <summary>A message to one browser as RFC 8291 has it: agreed on with the subscription's key (P-256, section 3.1), bound to its secret (section 3.3), in one record of
/// <c>aes128gcm</c> (RFC 8188). Push services see sizes and times, nothing else.</summary>
internal static class WebPushEncryption
{
    public const int MaxBody = 4096, PointBytes = 65;
    private const int SaltBytes = 16, TagBytes = 16, HeaderBytes = SaltBytes + 4 + 1 + PointBytes;

    /// <summary>What fits into a body that every push service takes (RFC 8291, section 4; RFC 8030, section 7.2).</summary>
    public const int MaxText = MaxBody - HeaderBytes - TagBytes - 1;

    /// <summary>A key pair and a salt a message (RFC 8291, section 3.1).</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> text, byte[] receiver, byte[] auth)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(text, receiver, auth, sender, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    internal static byte[] Encrypt(ReadOnlySpan<byte> text, byte[] receiver, byte[] auth, ECDiffieHellman sender, byte[] salt)
    {
        if (text.Length > MaxText) throw new ArgumentException($"A push holds at most {MaxText} bytes.", nameof(text));
        var own = PointOf(sender.ExportParameters(false));
        var (key, nonce) = Keys(sender, receiver, auth, salt, receiver, own);

        var body = new byte[HeaderBytes + text.Length + 1 + TagBytes];
        // RFC 8188, section 2.1: salt, record size, length of the key id, key id.
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(SaltBytes), MaxBody);
        body[SaltBytes + 4] = PointBytes;
        own.CopyTo(body, SaltBytes + 5);
        // The last record's text ends with 2 (section 2).
        byte[] padded = [.. text, 2];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, padded, body.AsSpan(HeaderBytes, padded.Length), body.AsSpan(HeaderBytes + padded.Length));
        return body;
    }

    /// <summary>What the receiving browser does; for tests.</summary>
    internal static byte[] Decrypt(ReadOnlySpan<byte> body, ECDiffieHellman receiver, byte[] auth)
    {
        if (body.Length <= HeaderBytes + TagBytes || body.Length > MaxBody || body[SaltBytes + 4] != PointBytes) throw new CryptographicException("Not a push message.");
        var (salt, sender) = (body[..SaltBytes].ToArray(), body[(SaltBytes + 5)..HeaderBytes].ToArray());
        var (key, nonce) = Keys(receiver, sender, auth, salt, PointOf(receiver.ExportParameters(false)), sender);
        var padded = new byte[body.Length - HeaderBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(nonce, body[HeaderBytes..^TagBytes], body[^TagBytes..], padded);
        var end = Array.FindLastIndex(padded, b => b != 0);
        return end >= 0 && padded[end] == 2 ? padded[..end] : throw new CryptographicException("Not a last record.");
    }

    /// <summary>RFC 8291, sections 3.3 and 3.4: the agreed secret, the subscription's secret and both public keys make the input of RFC 8188's keys.</summary>
    private static (byte[] Key, byte[] Nonce) Keys(ECDiffieHellman own, byte[] other, byte[] auth, byte[] salt, byte[] receiver, byte[] sender)
    {
        using var peer = ECDiffieHellman.Create(Point(other));
        var agreed = own.DeriveRawSecretAgreement(peer.PublicKey);
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 32, auth, [.. "WebPush: info\0"u8, .. receiver, .. sender]);
        var secret = HKDF.Extract(HashAlgorithmName.SHA256, input, salt);
        return (HKDF.Expand(HashAlgorithmName.SHA256, secret, 16, "Content-Encoding: aes128gcm\0"u8.ToArray()), HKDF.Expand(HashAlgorithmName.SHA256, secret, 12, "Content-Encoding: nonce\0"u8.ToArray()));
    }

    /// <summary>An uncompressed point, as the Push API gives it (SEC 1, section 2.3.3).</summary>
    public static ECParameters Point(byte[] uncompressed) => new() { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = uncompressed[1..33], Y = uncompressed[33..65] } };

    public static byte[] PointOf(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];
}
