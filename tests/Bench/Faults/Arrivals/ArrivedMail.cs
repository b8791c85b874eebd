using System.Text;
using System.Text.RegularExpressions;

namespace LearningHub.Bench.Faults;

/// <summary>A mail as its reader has it.</summary>
/// <param name="Text">Its part of plain text, decoded.</param>
internal sealed partial record ArrivedMail(string MessageId, string To, string Text)
{
    /// <summary>The id that the outbox has it under: of <c>id.tenant@host</c> the first part.</summary>
    public string OutboxId => MessageId.Split('.')[0];

    /// <summary>Which notifications it tells: each links to the inbox by its id.</summary>
    public IEnumerable<string> Notifications => NotificationLink().Matches(Text).Select(m => m.Groups[1].Value).Distinct();

    public static ArrivedMail Read(string raw)
    {
        // A line's first point is doubled on the way (RFC 5321, section 4.5.2).
        var lines = raw.ReplaceLineEndings("\n").Split('\n').Select(l => l.StartsWith("..", StringComparison.Ordinal) ? l[1..] : l);
        var (headers, body) = Part(string.Join('\n', lines));
        return new(Header(headers, "message-id").Trim('<', '>'), Address().Match(Header(headers, "to")).Value, PlainText(headers, body) ?? "");
    }

    private static string? PlainText(Dictionary<string, string> headers, string body)
    {
        var type = Header(headers, "content-type");
        if (Boundary().Match(type) is { Success: true } boundary)
            return $"\n{body}".Split("\n--" + boundary.Groups[1].Value).Skip(1).Select(p => Part(p.StartsWith('\n') ? p[1..] : p))
                .Select(p => PlainText(p.Headers, p.Body)).FirstOrDefault(t => t is not null);
        if (type.Length > 0 && !type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)) return null;
        return Header(headers, "content-transfer-encoding").ToLowerInvariant() switch
        {
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal).Trim())),
            "quoted-printable" => Quoted(body),
            _ => body,
        };
    }

    private static string Quoted(string text)
    {
        var bytes = new List<byte>();
        text = text.Replace("=\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else bytes.Add((byte)text[i]);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static (Dictionary<string, string> Headers, string Body) Part(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = Folded().Replace(end < 0 ? text : text[..end], " ");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in head.Split('\n'))
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var at) headers[line[..at]] = line[(at + 1)..].Trim();
        return (headers, end < 0 ? "" : text[(end + 2)..]);
    }

    private static string Header(Dictionary<string, string> headers, string name) => headers.GetValueOrDefault(name, "");

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex("boundary=\"?([^\";]+)")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"[^\s<>,""]+@[^\s<>,""]+")]
    private static partial Regex Address();

    [GeneratedRegex("/notifications/([0-9a-f]{32})")]
    private static partial Regex NotificationLink();
}
