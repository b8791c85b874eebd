using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Notifications;

/// <summary>The secret of a link that ends mails without a session (RFC 8058, section 3.1: it names the person and what it ends, and nobody else can make one). It grants nothing else, so it
/// does not run out: who presses it in an old mail means it.</summary>
internal static class UnsubscribeToken
{
    private const int MacBytes = 16, MaxLength = 250;

    /// <param name="kind">Null: all mails of notifications.</param>
    public static string Make(byte[] tenantKey, string userId, string? kind)
    {
        var what = Encoding.UTF8.GetBytes($"{userId}/{kind}");
        return $"{Base64Url.EncodeToString(what)}.{Base64Url.EncodeToString(Mac(tenantKey, what))}";
    }

    public static (string UserId, string? Kind)? Read(byte[] tenantKey, string? token)
    {
        if (token is not { Length: > 0 and <= MaxLength } || token.Split('.') is not [var text, var mac] || Bytes(text) is not { } what || Bytes(mac) is not { } given) return null;
        if (!CryptographicOperations.FixedTimeEquals(given, Mac(tenantKey, what))) return null;
        return Encoding.UTF8.GetString(what).Split('/') is [var userId, var kind] && KeySegment.IsValid(userId) ? (userId, kind.Length > 0 ? kind : null) : null;
    }

    private static byte[] Mac(byte[] tenantKey, byte[] what) =>
        HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, tenantKey, 32, info: "notifications/unsubscribe/1"u8.ToArray()), what)[..MacBytes];

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done ? bytes[..length] : null;
    }
}
