using System.Collections.Concurrent;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using LearningHub.WebFrontend.Courses;

namespace LearningHub.WebFrontend.Questions;

/// <summary>The texts of questions as safe HTML. The same few texts are shown to everybody who sits a quiz: kept, so that an exam that begins does not render each a thousand times.</summary>
public sealed class QuestionHtml(LessonHtml html)
{
    private const int Most = 5_000, Longest = 4_096;
    private readonly ConcurrentDictionary<string, string> _kept = new();

    public string Of(string markdown)
    {
        if (markdown.Length == 0) return "";
        if (markdown.Length > Longest) return html.Render(markdown);
        if (_kept.TryGetValue(markdown, out var known)) return known;
        if (_kept.Count >= Most) _kept.Clear();
        return _kept[markdown] = html.Render(markdown);
    }

    /// <summary>One line: a choice in a label. A single paragraph loses its element.</summary>
    public string Inline(string markdown)
    {
        var block = Of(markdown).Trim();
        return block.StartsWith("<p>", StringComparison.Ordinal) && block.EndsWith("</p>", StringComparison.Ordinal) && block.IndexOf("<p>", 3, StringComparison.Ordinal) < 0 ? block[3..^4] : block;
    }

    /// <summary>What a choice says without markup: for a list that can hold no elements.</summary>
    public string Plain(string markdown) => new HtmlParser().ParseDocument($"<!doctype html><body>{Of(markdown)}").Body!.TextContent.Trim();

    /// <summary>A text with a field where <c>[[n]]</c> stands. Only in text, never inside an attribute: what is made there is made of elements.</summary>
    public string WithGaps(string markdown, Func<int, IDocument, IElement?> field)
    {
        var document = new HtmlParser().ParseDocument($"<!doctype html><body>{Of(markdown)}");
        var body = document.Body!;
        foreach (var text in body.Descendants<IText>().ToArray()) Fill(document, text, field);
        return body.InnerHtml;
    }

    private static void Fill(IDocument document, IText text, Func<int, IDocument, IElement?> field)
    {
        var rest = text.Data;
        var parts = new List<INode>();
        while (rest.IndexOf("[[", StringComparison.Ordinal) is >= 0 and var open && rest.IndexOf("]]", open, StringComparison.Ordinal) is > 0 and var close)
        {
            var made = int.TryParse(rest.AsSpan(open + 2, close - open - 2), out var number) ? field(number, document) : null;
            parts.Add(document.CreateTextNode(made is null ? rest[..(close + 2)] : rest[..open]));
            if (made is not null) parts.Add(made);
            rest = rest[(close + 2)..];
        }
        if (parts.Count == 0) return;
        parts.Add(document.CreateTextNode(rest));
        foreach (var part in parts) text.Parent!.InsertBefore(part, text);
        text.Parent!.RemoveChild(text);
    }
}
