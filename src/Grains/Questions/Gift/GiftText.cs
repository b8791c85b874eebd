using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace LearningHub.Grains.Questions;

/// <summary>The characters of GIFT: what a backslash protects, and what the text formats mean.</summary>
internal static partial class GiftText
{
    private const string Special = "~=#{}:\\";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') escaped.Append("\\n");
            // An arrow would part a pair.
            else if (Special.Contains(c, StringComparison.Ordinal) || c == '>' && i > 0 && text[i - 1] == '-') escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }
        return escaped.ToString();
    }

    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text.Trim();
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (text[i] != '\\' || i + 1 == text.Length) plain.Append(text[i]);
            else if (text[i + 1] == 'n') { plain.Append('\n'); i++; }
            else if (Special.Contains(text[i + 1], StringComparison.Ordinal) || text[i + 1] is '>' or '/') plain.Append(text[++i]);
            else plain.Append('\\');
        return plain.ToString().Trim();
    }

    /// <summary>Where a mark stands that no backslash protects, or -1.</summary>
    public static int Find(string text, string mark, int from = 0)
    {
        for (var i = from; i + mark.Length <= text.Length; i++)
        {
            if (text[i] == '\\') { i++; continue; }
            if (string.CompareOrdinal(text, i, mark, 0, mark.Length) == 0) return i;
        }
        return -1;
    }

    /// <summary>The paragraphs, emphasis and entities of simple HTML as Markdown; other elements go, their text stays.</summary>
    public static string FromHtml(string html, out bool lost)
    {
        var text = Breaks().Replace(html, "\n");
        text = Paragraphs().Replace(text, "\n\n");
        text = Strong().Replace(text, "**");
        text = Emphasis().Replace(text, "*");
        text = Code().Replace(text, "`");
        lost = Images().IsMatch(text);
        text = WebUtility.HtmlDecode(Elements().Replace(text, ""));
        return Lines().Replace(text, "\n\n").Trim();
    }

    [GeneratedRegex(@"<br\s*/?>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)] private static partial Regex Breaks();
    [GeneratedRegex(@"</?(p|div|ul|ol|tr|table|h[1-6])(\s[^<>]*)?>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)] private static partial Regex Paragraphs();
    [GeneratedRegex(@"</?(b|strong)>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)] private static partial Regex Strong();
    [GeneratedRegex(@"</?(i|em)>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)] private static partial Regex Emphasis();
    [GeneratedRegex(@"</?(code|tt)>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)] private static partial Regex Code();
    [GeneratedRegex(@"<(img|video|audio|iframe|object)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)] private static partial Regex Images();
    [GeneratedRegex(@"</?[a-z][^<>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)] private static partial Regex Elements();
    [GeneratedRegex(@"\n\s*\n\s*", RegexOptions.NonBacktracking)] private static partial Regex Lines();
}
