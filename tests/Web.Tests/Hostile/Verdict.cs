using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>What must be true of every answer, whatever was asked.</summary>
internal static partial class Verdict
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>An element that no page of ours has: when it is in a page's markup, text became markup.</summary>
    public const string Script = "<hubxss";

    private static readonly string[] Required = ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Request-Id"];
    private static readonly string BaseFolder = AppContext.BaseDirectory.TrimEnd('/');

    /// <summary>What is wrong with the answer; null when nothing is.</summary>
    public static string? Of(Door door, Answer answer, string foreignMarker)
    {
        if (answer.Status is >= 500 and not 505) return $"answered {answer.Status}";
        if (answer.Body.Contains(foreignMarker, StringComparison.Ordinal) || answer.Headers.Values.Any(v => v.Contains(foreignMarker, StringComparison.Ordinal))) return "shows something of another tenant";
        // The scrape names the metrics' own labels, and is for this machine and admins alone.
        if (door.Name != "metrics" && Inside().Match(answer.Body) is { Success: true } inside) return $"shows the inside: {inside.Value}";
        if (answer.Body.Contains(BaseFolder, StringComparison.Ordinal) || answer.Body.Contains(Path.GetTempPath() + "hub-web", StringComparison.Ordinal)) return "shows a path of the server";
        if (answer.IsHtml && Markup(answer.Body) is { } markup) return markup;
        if (answer.Headers.TryGetValue("Location", out var location) && !IsLocal(location)) return $"redirects away: {location}";
        // What is not HTTP at all, or is too large for the server to read, never reaches the application.
        if (answer.Status is 400 or 408 or 413 or 414 or 431 or 505 && !answer.Headers.ContainsKey("X-Request-Id") && answer.Body.Length == 0) return null;
        return Required.FirstOrDefault(h => !answer.Headers.ContainsKey(h)) is { } missing ? $"lacks the header {missing}" : null;
    }

    /// <summary>Read as a browser reads it: an element that is not ours, a handler, or a link that runs a script.</summary>
    private static string? Markup(string html)
    {
        if (!html.Contains("hubxss", StringComparison.OrdinalIgnoreCase) && !html.Contains("hub(1)", StringComparison.Ordinal)) return null;
        foreach (var element in new HtmlParser().ParseDocument(html).All)
        {
            if (element.LocalName == "hubxss") return "text became markup";
            foreach (var attribute in element.Attributes)
                if (attribute.Value.Contains("hub(1)", StringComparison.Ordinal)
                    && (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name is "href" or "src" or "action" or "formaction" && attribute.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)))
                    return $"text became the attribute {attribute.Name}";
        }
        return null;
    }

    private static bool IsLocal(string location) => location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal) && !location.StartsWith("/\\", StringComparison.Ordinal);

    [GeneratedRegex(@"\b[A-Z]\w+Exception\b|\bat (System|Microsoft|LearningHub|Npgsql|Orleans)\.|\.cs:line|Npgsql|SqlState|LearningHub\.(Grains|WebFrontend|Silo)\b|System\.(Text|Private|String|Int32|Object)\b")]
    private static partial Regex Inside();
}

internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool IsHtml => Headers.TryGetValue("Content-Type", out var type) && type.StartsWith("text/html", StringComparison.Ordinal);

    public static async Task<Answer> Read(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
            .GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => string.Join(", ", g.SelectMany(h => h.Value)), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }
}
