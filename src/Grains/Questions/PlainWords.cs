using System.Text.RegularExpressions;

namespace LearningHub.Grains.Questions;

/// <summary>Markdown with its marks taken away: for lists, searches and words of answers. Not a parser: what it leaves is harmless.</summary>
internal static partial class PlainWords
{
    public static string Of(string markdown)
    {
        var text = Link().Replace(markdown.Length > 20_000 ? markdown[..20_000] : markdown, "$1");
        text = Gap().Replace(text, "…");
        return string.Join(' ', Marks().Replace(text, "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The beginning, cut at a character that is whole.</summary>
    public static string Begin(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";

    [GeneratedRegex(@"!?\[([^\[\]]{0,500})\]\([^()\s]{0,2000}\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"\[\[[0-9]{1,2}\]\]", RegexOptions.NonBacktracking)]
    private static partial Regex Gap();

    [GeneratedRegex(@"\*\*|__|`+|^#{1,6} |^> ?|\|", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
