using System.Globalization;
using System.Text;

namespace LearningHub.Grains.Common;

/// <summary>What the database would refuse, found before it is sent, so that one bad text never spoils a batch: jsonb holds no NUL
/// and no lone surrogate, written out or escaped.</summary>
internal static class Storable
{
    public const int MaxDocBytes = 64 * 1024;
    public const int MaxRecordBytes = 1024 * 1024;

    /// <summary>Why this cannot be stored, or null.</summary>
    public static string? Refusal(SaveRequest save)
    {
        if (Json(save.Json, MaxDocBytes) is { } doc) return "document: " + doc;
        if (Text(save.Key) || Text(save.Trace)) return "key: not text";
        if (save.Operation is { } operation && (Text(operation.Id) || operation.Id.Length > 200 || Text(operation.ResultJson))) return "operation: not text, or an id too long";
        foreach (var record in save.Records)
        {
            if (Text(record.Id)) return "record id: not text";
            if (record.Json is { } json && Json(json, MaxRecordBytes) is { } why) return "record: " + why;
        }
        foreach (var claim in save.Claims.Concat(save.Released))
            if (Text(claim.Value) || claim.Value.Length > 1000) return "claim: not text, or too long";
        return null;
    }

    public static string? Json(string json, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(json) > maxBytes) return "too long";
        return Text(json) || HasUnstorableEscape(json) ? "a character that cannot be stored" : null;
    }

    /// <summary>True when the text holds NUL or a lone surrogate.</summary>
    private static bool Text(string? text)
    {
        if (text is null) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0' || char.IsLowSurrogate(c)) return true;
            if (!char.IsHighSurrogate(c)) continue;
            if (++i == text.Length || !char.IsLowSurrogate(text[i])) return true;
        }
        return false;
    }

    private static bool HasUnstorableEscape(string json)
    {
        for (var i = json.IndexOf('\\'); i >= 0 && i + 1 < json.Length; i = json.IndexOf('\\', i))
        {
            if (json[i + 1] != 'u') { i += 2; continue; }
            var c = Escaped(json, i);
            i += 6;
            if (c == 0 || (c is >= 0xDC00 and <= 0xDFFF)) return true;
            if (c is not (>= 0xD800 and <= 0xDBFF)) continue;
            if (Escaped(json, i) is not (>= 0xDC00 and <= 0xDFFF)) return true;
            i += 6;
        }
        return false;
    }

    /// <summary>The code unit of the escape at <paramref name="i"/>, or -1 where there is none.</summary>
    private static int Escaped(string json, int i) =>
        i + 6 <= json.Length && json[i] == '\\' && json[i + 1] == 'u'
        && int.TryParse(json.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? unit : -1;
}
