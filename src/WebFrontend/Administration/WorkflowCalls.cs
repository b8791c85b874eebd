using System.Globalization;
using LearningHub.Grains.Interfaces.Administration;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Administration;

/// <summary>Which runs a page or a caller asks for.</summary>
internal static class WorkflowCalls
{
    public const string Root = SitePaths.Administration + "/workflows";
    private const int Year = 366 * 24 * 3600;

    /// <param name="from">Seconds since they began, at least.</param>
    /// <param name="to">At most; null: no end.</param>
    public static WorkflowFilter Filter(string? kind, string? show, int? from, int? to, string? cursor) => new(
        KeySegment.IsValid(kind) ? kind! : "",
        show switch { "unfinished" => WorkflowChoice.Unfinished, "stuck" => WorkflowChoice.Stuck, _ => WorkflowChoice.All },
        TimeSpan.FromSeconds(Math.Clamp(from ?? 0, 0, Year)), to is { } end ? TimeSpan.FromSeconds(Math.Clamp(end, 1, Year)) : null,
        cursor is { Length: > 0 } ? cursor : null);

    /// <summary>The page that shows these.</summary>
    public static string Href(WorkflowFilter filter)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("kind", filter.Kind), ("show", filter.Choice is WorkflowChoice.All ? null : filter.Choice.ToString().ToLowerInvariant()),
            ("from", filter.OlderThan > TimeSpan.Zero || filter.YoungerThan is not null ? Seconds(filter.OlderThan) : null), ("to", filter.YoungerThan is { } to ? Seconds(to) : null), ("cursor", filter.Cursor),
        }.Where(p => p.Value is { Length: > 0 }).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToArray();
        return parts.Length == 0 ? Root : $"{Root}?{string.Join('&', parts)}";
    }

    /// <summary>An array, as it always was: what follows is told beside it (RFC 8288).</summary>
    public static IResult List(HttpContext http, Page<WorkflowStatus> page)
    {
        if (page.Next is { } next)
        {
            var query = http.Request.Query.Where(q => q.Key != "cursor").Append(new("cursor", next));
            http.Response.Headers.Link = $"<{http.Request.Path}{QueryString.Create(query)}>; rel=\"next\"";
        }
        return Results.Ok(page.Items);
    }

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
