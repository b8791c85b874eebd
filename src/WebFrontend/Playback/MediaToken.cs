using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LearningHub.WebFrontend.Playback;

/// <summary>What a signed media address grants: one attempt's folder, for one person, until a time. <c>base64url(fields).base64url(HMAC-SHA256)</c>.</summary>
/// <param name="UserId">Empty: opened by a visitor (a preview), for anybody.</param>
internal sealed record MediaToken(string Tenant, string MediaId, int Attempt, string CourseId, string LessonId, string UserId, DateTimeOffset ExpiresAt)
{
    private const int MaxLength = 1024;

    public MediaKey Key => new(Tenant, MediaId);

    public string Sign(ReadOnlySpan<byte> key)
    {
        var fields = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"1|{Tenant}|{MediaId}|{Attempt}|{CourseId}|{LessonId}|{UserId}|{ExpiresAt.ToUnixTimeSeconds()}"));
        return $"{Base64Url.EncodeToString(fields)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, fields))}";
    }

    /// <summary>The token when its signature is right; null for anything else. Whether it is over is the caller's to say.</summary>
    public static MediaToken? Read(string text, ReadOnlySpan<byte> key)
    {
        if (text.Length > MaxLength || text.Split('.') is not [var body, var signature] || !Base64Url.IsValid(body) || !Base64Url.IsValid(signature)) return null;
        var fields = Base64Url.DecodeFromChars(body);
        // One spelling a token: what decodes to the same bytes by other letters is not it.
        if (Base64Url.EncodeToString(fields) != body || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, fields), Base64Url.DecodeFromChars(signature))) return null;
        return Encoding.UTF8.GetString(fields).Split('|') is ["1", var tenant, var media, var attempt, var course, var lesson, var user, var expires]
            ? new(tenant, media, int.Parse(attempt, CultureInfo.InvariantCulture), course, lesson, user, DateTimeOffset.FromUnixTimeSeconds(long.Parse(expires, CultureInfo.InvariantCulture)))
            : null;
    }
}
