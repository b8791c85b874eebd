using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>The opaque place in a keyset-paged list: the sort keys of the last row shown, as base64url. The first part names the
/// list and its order, so that a cursor of another list is refused. It is not a secret and grants nothing.</summary>
internal static class Cursor
{
    private const int MaxLength = 2_000;
    private static readonly JsonSerializerOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Error Bad { get; } = Error.Invalid("common.bad_cursor", "This page address is not valid any more. Start from the first page.", "cursor");

    public static string Encode(string list, params ReadOnlySpan<string> keys) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes<string[]>([list, .. keys], Short)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The keys, or null when the text is not a cursor of this list with this many keys.</summary>
    public static string[]? Decode(string cursor, string list, int keys)
    {
        if (cursor.Length is 0 or > MaxLength) return null;
        var base64 = cursor.Replace('-', '+').Replace('_', '/');
        base64 = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length)) return null;
        try
        {
            var parts = JsonSerializer.Deserialize<string?[]>(Encoding.UTF8.GetString(bytes, 0, length));
            if (parts is null || parts.Length != keys + 1 || parts[0] != list) return null;
            return parts.Any(p => p is null || !PlainText.IsWellFormed(p)) ? null : (string[])parts[1..]!;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A moment among the keys: microseconds since 1970, as exact as the database is.</summary>
    public static bool IsMoment(string key, out long micros) =>
        long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out micros) && micros < 1L << 53;
}
