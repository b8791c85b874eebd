using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LearningHub.Grains.Certificates;

/// <summary>The JSON Canonicalization Scheme (RFC 8785) for what credentials of ours hold: objects, arrays, strings, booleans, null and whole numbers
/// up to 2^53. Any other number is refused: no credential of ours has one.</summary>
internal static class CanonicalJson
{
    private const long MaxSafeInteger = (1L << 53) - 1;

    public static byte[] Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Join(text, '{', '}', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal), p =>
                {
                    Write(text, p.Name);
                    text.Append(':');
                    Write(text, p.Value);
                });
                break;
            case JsonValueKind.Array: Join(text, '[', ']', value.EnumerateArray(), item => Write(text, item)); break;
            case JsonValueKind.String: Write(text, value.GetString()!); break;
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            case JsonValueKind.Null: text.Append("null"); break;
            case JsonValueKind.Number when value.TryGetInt64(out var whole) && Math.Abs(whole) <= MaxSafeInteger: text.Append(whole.ToString(CultureInfo.InvariantCulture)); break;
            default: throw new FormatException("Only whole numbers up to 2^53 are canonical here.");
        }
    }

    private static void Join<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            write(item);
        }
        text.Append(close);
    }

    // Section 3.2.2.2: what must be escaped is, in the short form where there is one; nothing else.
    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\t' => text.Append(@"\t"),
                '\n' => text.Append(@"\n"),
                '\f' => text.Append(@"\f"),
                '\r' => text.Append(@"\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        text.Append('"');
    }
}
