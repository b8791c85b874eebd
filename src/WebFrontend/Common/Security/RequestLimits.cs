using Microsoft.Extensions.Options;

namespace LearningHub.WebFrontend.Common;

/// <summary>How much one person, or one address for visitors, may ask in a minute: of the API and of forms, and, apart from that, of pages. In the memory of
/// this front end: a cluster of n allows up to n times as much. Assets, media, sockets and probes are not counted; a session that nobody has
/// proven yet is, whatever it asks for, because looking it up has a price.</summary>
internal sealed class RequestLimits(IOptions<HubWebOptions> options) : IDisposable
{
    private static readonly PathString[] s_unlimited = ["/assets", "/favicon.ico", "/health"];
    private static readonly PathString[] s_delivered = ["/media", "/images", "/hubs", "/metrics"];

    public RequestLimit Calls { get; } = new("default", options.Value.RequestsPerMinute);
    public RequestLimit OfPages { get; } = new("pages", options.Value.PagesPerMinute ?? Math.Max(1, options.Value.RequestsPerMinute / 2));
    public ProvenSessions Proven { get; } = new();

    /// <summary>Null: not counted.</summary>
    public RequestLimit? Of(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/api")) return Calls;
        if (Is(request, s_unlimited) || Is(request, s_delivered)) return null;
        if (HttpMethods.IsPost(request.Method)) return Calls;
        // What belongs to no page is the parts of a live class, and other deliveries.
        return http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<PageEndpoint>() is not null ? OfPages : null;
    }

    /// <summary>The same for one who shows a session that was not proven here.</summary>
    public RequestLimit? OfUnproven(HttpContext http) => Of(http) ?? (Is(http.Request, s_unlimited) ? null : Calls);

    // The prefix keeps the two kinds of key apart.
    public static string KeyOf(Viewer viewer, HttpContext http) => viewer.IsSignedIn ? $"p {viewer.Tenant}/{viewer.UserId}" : AddressOf(http);
    public static string AddressOf(HttpContext http) => $"a {ClientAddress.Of(http)}";

    public void Dispose()
    {
        Calls.Dispose();
        OfPages.Dispose();
    }

    private static bool Is(HttpRequest request, PathString[] paths)
    {
        foreach (var path in paths)
            if (request.Path.StartsWithSegments(path)) return true;
        return false;
    }
}
