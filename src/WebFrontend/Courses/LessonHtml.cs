using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;

namespace LearningHub.WebFrontend.Courses;

/// <summary>Markdown of lessons and descriptions as HTML that is safe to show. Three fences: raw HTML is never parsed, what Markdown made is cut
/// down to an allow-list of elements and attributes, and the pages' Content-Security-Policy runs nothing inline.</summary>
public sealed class LessonHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().DisableHtml().Build();

    private static readonly HashSet<string> Elements =
    [
        "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "ins", "mark", "sub", "sup",
        "a", "img", "table", "thead", "tbody", "tr", "th", "td",
    ];

    /// <summary>Not even their text is shown.</summary>
    private static readonly HashSet<string> Dropped = ["script", "style", "template", "iframe", "object", "embed", "svg", "math", "noscript", "textarea", "title", "xmp", "plaintext"];

    public string Render(string markdown)
    {
        string html;
        try
        {
            html = Markdown.ToHtml(markdown.Replace('\0', '\ufffd'), Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than anything that was meant to be read: shown as it was typed.
            return $"<pre>{System.Net.WebUtility.HtmlEncode(markdown)}</pre>";
        }
        return Sanitize(html);
    }

    internal static string Sanitize(string html)
    {
        var body = new HtmlParser().ParseDocument($"<!doctype html><body>{html}").Body!;
        Clean(body, Shift(body));
        return body.InnerHtml;
    }

    private static void Clean(INode parent, int shift)
    {
        foreach (var node in parent.ChildNodes.ToArray())
        {
            if (node is IText) continue;
            if (node is not IElement element || Dropped.Contains(element.LocalName))
            {
                parent.RemoveChild(node);
                continue;
            }
            Clean(element, shift);
            var name = Heading(element.LocalName, shift);
            if (!Elements.Contains(name) || element.NamespaceUri != "http://www.w3.org/1999/xhtml")
            {
                while (element.FirstChild is { } child) parent.InsertBefore(child, element);
                parent.RemoveChild(element);
                continue;
            }
            if (name != element.LocalName) element = Renamed(parent, element, name);
            Restrict(element);
        }
    }

    /// <summary>The page has its own first-level heading: the highest of the text's becomes a second, and the others keep their distance to it.</summary>
    private static int Shift(IElement body) => 2 - body.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(h => h.LocalName[1] - '0').DefaultIfEmpty(2).Min();

    private static string Heading(string name, int shift) => name is ['h', >= '1' and <= '6' and var level] ? $"h{Math.Min(level - '0' + shift, 6)}" : name;

    private static IElement Renamed(INode parent, IElement element, string name)
    {
        var renamed = element.Owner!.CreateElement(name);
        while (element.FirstChild is { } child) renamed.AppendChild(child);
        parent.ReplaceChild(renamed, element);
        return renamed;
    }

    private static void Restrict(IElement element)
    {
        var (href, src, alt, title) = (element.GetAttribute("href"), element.GetAttribute("src"), element.GetAttribute("alt"), element.GetAttribute("title"));
        var (start, code, align) = (element.GetAttribute("start"), element.GetAttribute("class"), element.GetAttribute("style"));
        foreach (var attribute in element.Attributes.ToArray()) element.RemoveAttribute(attribute.Name);
        switch (element.LocalName)
        {
            case "a":
                if (Link(href, mail: true) is { } target)
                {
                    element.SetAttribute("href", target);
                    element.SetAttribute("rel", "nofollow noopener");
                }
                break;
            case "img":
                if (Link(src, mail: false) is { } picture) element.SetAttribute("src", picture);
                element.SetAttribute("alt", alt ?? "");
                element.SetAttribute("loading", "lazy");
                break;
            case "ol" when int.TryParse(start, out var first):
                element.SetAttribute("start", first.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case "code" when code is not null && code.StartsWith("language-", StringComparison.Ordinal) && code.Length <= 40 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '#'):
                element.SetAttribute("class", code);
                break;
            case "th" or "td" when align is "text-align: center;" or "text-align: right;" or "text-align: left;":
                element.SetAttribute("style", align);
                break;
        }
        if (title is not null && element.LocalName is "a" or "img") element.SetAttribute("title", title!);
    }

    /// <summary>http, https and mailto, places on this site, and places on this page; null for all else.</summary>
    private static string? Link(string? url, bool mail)
    {
        if (string.IsNullOrEmpty(url) || url.Length > 2_000 || url.Any(char.IsControl)) return null;
        if (url[0] == '#') return mail ? url : null;
        if (url[0] == '/') return HttpInput.LocalReturn(url, "") is { Length: > 0 } local ? local : null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var absolute)) return null;
        return absolute.Scheme is "http" or "https" || mail && absolute.Scheme == "mailto" ? url : null;
    }
}
