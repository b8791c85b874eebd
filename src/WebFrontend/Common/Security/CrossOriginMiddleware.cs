namespace LearningHub.WebFrontend.Common;

/// <summary>The guard against cross-site request forgery. A browser that sends the session cookie also says where the request comes from:
/// an unsafe request with <c>Sec-Fetch-Site</c> other than same-origin or none, or with an <c>Origin</c> of another host, is refused.
/// (Fetch Metadata, W3C; RFC 6454 for Origin.) Requests with a bearer token carry no ambient authority and pass.</summary>
internal sealed class CrossOriginMiddleware(RequestDelegate next)
{
    public Task Invoke(HttpContext http)
    {
        var request = http.Request;
        var unsafeMethod = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        // A WebSocket handshake is a GET that acts: the same rule.
        var handshake = request.Headers.Upgrade.Count > 0;
        if ((unsafeMethod || handshake) && request.Headers.Authorization.Count == 0 && IsForeign(request))
            return ProblemResults.Forbidden("common.cross_origin", "This request came from another site.").ExecuteAsync(http);
        return next(http);
    }

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is not ("same-origin" or "none");
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return false;
        return !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || !string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
