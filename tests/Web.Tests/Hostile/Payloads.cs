using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>Texts, values and bytes that have broken programs before.</summary>
internal static class Payloads
{
    private static readonly string Huge = new('h', 700_000);

    /// <summary>For fields: any UTF-16, lone surrogates too.</summary>
    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "\u0001\u001f\u007f\u0085", "\r\nX-Injected: 1", "\ud800", "a\udfff", "\ud83d\ude00", "\u202eabc\u2066", "\ufeff", "\uffff\ufffe", "e\u0301\u0301\u0301",
        "' OR 1=1 --", "'; DROP TABLE aggregate; --", "%", "_", "%%%%____", "\\", "a\\", "\"", "' || (SELECT 1) || '", "$1", "$$", "((((((", "& | ! <->", ":*", "a:*b & !c <2> d", "*", "?", "[", "^(a+)+$",
        $"\"'>{Verdict.Script} onload=hub(1)>", $"</title>{Verdict.Script}>", $"<script>{Verdict.Script}</script>", "[x](javascript:hub(1))", "![x](javascript:hub(1))", "<javascript:hub(1)>",
        "<a href=\"javascript:hub(1)\">x</a>", "{{7*7}}", "${7*7}", "@(1+1)", "%s%n%d", "{0}", "{", "}",
        "../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "http://evil.test/", "//evil.test", "/\\evil.test", "javascript:hub(1)", "data:text/html,x", "/%0d%0aSet-Cookie:a=b", "\t//evil.test",
        "0", "-1", "1e400", "NaN", "Infinity", "9223372036854775807", "-9223372036854775808", "99999999999999999999", "0x10", "1_000", "٣", "true", "null", "undefined", "[object Object]",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2026-13-45T99:99:99Z", "admin", "system", "system/queries", "main/x", "other/x", "a.b.c", "....", ".", "..", "con", "aux",
        "İstanbul", "ß", "ǅ", "K", "ﬀ", "a@b", "a@b@c", "@", "a b@c.test", "\"a\"@c.test", "a@xn--.test", "Europe/../x", "Etc/GMT+99", "x|y|z", "a,b,,c",
    ];

    /// <summary>For route values: as they stand in the request line.</summary>
    private static readonly string[] Segments =
    [
        "%00", "a%00b", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%2F", "a%2Fb", "%5c..%5c", "%c0%af", "%ed%a0%80", "%ff%fe", "%", "%zz", "%25%32%66", "a|b", "a:b", "A", "ABC", "x.y", "-", "_", "--", "'", "%27%20OR%201=1", "%3Cscript%3E",
        "%20", "%0d%0a", "a;b=c", "~", "*", "system", "queries", "settings", "null", "undefined", "0", "-1", "99999999999999999999", "%F0%9F%98%80", "a%20b", "x@y", "$", "current", "%e2%80%ae",
    ];

    public static string Text(Random random) => random.Next(100) switch
    {
        < 88 => Texts[random.Next(Texts.Length)],
        < 96 => new string((char)random.Next(1, 0x3000), random.Next(1, 5000)),
        < 98 => new string('a', random.Next(5_000, 120_000)),
        _ => string.Create(random.Next(1, 60), random, static (span, r) => { foreach (ref var c in span) c = (char)r.Next(0, 0x10000); }),
    };

    public static string Segment(Random random) => random.Next(12) == 0 ? new string('a', random.Next(60, 3000)) : Segments[random.Next(Segments.Length)];

    /// <summary>A bad value of the type that is expected: it gets past the reader of JSON.</summary>
    public static JsonNode? SameKind(JsonNode? value, Random random) => value?.GetValueKind() switch
    {
        JsonValueKind.String when value.GetValue<string>().StartsWith("20", StringComparison.Ordinal) =>
            ((string[])["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1600-02-29T00:00:00Z"])[random.Next(5)],
        JsonValueKind.String => Safe(Text(random)),
        JsonValueKind.Number => ((long[])[-1, int.MaxValue, int.MinValue, 0, 99, 1_000_000_000, long.MaxValue, long.MinValue])[random.Next(8)],
        JsonValueKind.Array => Value(random) is JsonArray array ? array : new JsonArray([.. Enumerable.Range(0, random.Next(1, 700)).Select(_ => (JsonNode?)Safe(Text(random)))]),
        _ => Value(random),
    };

    /// <summary>A value of no expected type.</summary>
    public static JsonNode? Value(Random random) => random.Next(24) switch
    {
        0 => null,
        1 => true,
        2 => -1,
        3 => long.MaxValue,
        4 => long.MinValue,
        5 => int.MinValue,
        6 => JsonNode.Parse("1e308"),
        7 => JsonNode.Parse("99999999999999999999999999"),
        8 => 0.5,
        9 => new JsonObject(),
        10 => new JsonObject { ["a"] = new JsonArray(1, null, "x") },
        11 => new JsonArray(),
        12 => new JsonArray(null, null),
        13 => new JsonArray([.. Enumerable.Range(0, 3000).Select(i => (JsonNode?)i)]),
        14 => new JsonArray(new JsonArray(long.MinValue, long.MaxValue), new JsonArray(-5, 5), new JsonArray(5, 1)),
        15 => new JsonArray(new JsonArray(0, long.MaxValue), new JsonArray(long.MaxValue - 1, long.MaxValue)),
        16 => new JsonArray(new JsonArray(1), null, new JsonArray()),
        17 => 99,
        18 => "0001-01-01T00:00:00+14:00",
        19 => "9999-12-31T23:59:59-14:00",
        _ => Safe(Text(random)),
    };

    /// <summary>A text that a JSON writer takes.</summary>
    private static string Safe(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A body that is no JSON of the wanted shape, or none at all.</summary>
    public static byte[] Broken(string valid, Random random)
    {
        var name = valid.IndexOf('"') is >= 0 and var at && valid.IndexOf('"', at + 1) is > 0 and var end ? valid[(at + 1)..end] : "x";
        return random.Next(22) switch
        {
            0 => [],
            1 => "null"u8.ToArray(),
            2 => "[]"u8.ToArray(),
            3 => "\"text\""u8.ToArray(),
            4 => "12"u8.ToArray(),
            5 => Utf8(valid[..random.Next(valid.Length)]),
            6 => Utf8(valid + valid),
            7 => Utf8(valid.Replace('"', '\'')),
            8 => Utf8("/* hello */" + valid),
            9 => [0xEF, 0xBB, 0xBF, .. Utf8(valid)],
            10 => Utf8($"{{\"{name}\":\"\\ud800\"}}"),
            11 => Utf8($"{{\"{name}\":\"\\u0000\"}}"),
            12 => [.. Utf8($"{{\"{name}\":\""), 0xC0, 0xAF, .. "\"}"u8],
            13 => [.. Utf8($"{{\"{name}\":\""), 0xED, 0xA0, 0x80, .. "\"}"u8],
            14 => [.. Utf8($"{{\"{name}\":\""), 0x00, 0x01, 0xFF, .. "\"}"u8],
            15 => Utf8($"{{\"{name}\":{new string('[', 5000)}"),
            16 => Utf8($"{{\"{name}\":{Repeat("{\"a\":", 3000)}1{new string('}', 3001)}"),
            17 => Utf8($"{{\"{name}\":\"{Huge}\"}}"),
            18 => Utf8($"{{\"{name}\":[{Repeat("1,", 60_000)}1]}}"),
            19 => Utf8($"{{\"{name}\":1,\"{name}\":\"two\",{valid[1..]}"),
            20 => Encoding.Unicode.GetBytes(valid),
            _ => Utf8($"{{\"{name}\":\"{Huge}{Huge}\"}}"),
        };
    }

    public static string Header(Random random) => random.Next(10) switch
    {
        0 => new string('k', random.Next(90, 4000)),
        1 => "a b",
        2 => "\u00ff\u00e9",
        3 => "'; --",
        4 => ",,,;;;===",
        5 => "-1",
        6 => "99999999999999999999",
        7 => "\"unclosed",
        8 => "*/*;q=9",
        _ => "k" + random.Next(5),
    };

    /// <summary>A query value, escaped, or broken on purpose.</summary>
    public static string Query(Random random) => random.Next(8) == 0 ? Segment(random) : Uri.EscapeDataString(Safe(Text(random)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
