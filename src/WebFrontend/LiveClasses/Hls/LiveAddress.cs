using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>What a signed address of a live rendition grants: one class, to one person, until a time. Signed as the addresses of videos are, with fields that none of those has.</summary>
internal sealed record LiveAddress(string Tenant, string ClassId, string UserId, DateTimeOffset ExpiresAt)
{
    private const int MaxLength = 512;

    public string Sign(ReadOnlySpan<byte> key)
    {
        var fields = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"live1|{Tenant}|{ClassId}|{UserId}|{ExpiresAt.ToUnixTimeSeconds()}"));
        return $"{Base64Url.EncodeToString(fields)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, fields))}";
    }

    /// <summary>Null for what we did not sign.</summary>
    public static LiveAddress? Read(string text, ReadOnlySpan<byte> key)
    {
        if (text.Length > MaxLength || text.Split('.') is not [var body, var signature] || !Base64Url.IsValid(body) || !Base64Url.IsValid(signature)) return null;
        var fields = Base64Url.DecodeFromChars(body);
        // One spelling an address: what decodes to the same bytes by other letters is not it.
        if (Base64Url.EncodeToString(fields) != body || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, fields), Base64Url.DecodeFromChars(signature))) return null;
        return Encoding.UTF8.GetString(fields).Split('|') is ["live1", var tenant, var classId, var user, var expires]
            ? new(tenant, classId, user, DateTimeOffset.FromUnixTimeSeconds(long.Parse(expires, CultureInfo.InvariantCulture))) : null;
    }
}
