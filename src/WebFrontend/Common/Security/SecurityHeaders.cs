namespace LearningHub.WebFrontend.Common;

/// <summary>The headers of every answer. Scripts only from here and never inline; styles from here, style attributes are allowed because the
/// art and progress bars carry custom properties.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; " +
        "media-src 'self' blob:; worker-src 'self' blob:; connect-src 'self'; font-src 'self'; object-src 'none'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        Set(http.Response);
        http.Response.OnStarting(KeepPrivate, http);
        return next(http);
    });

    /// <summary>What says nothing of how it may be kept is for the one who asked, and not kept at all where somebody is signed in: the next person at the browser goes back, too.</summary>
    private static Task KeepPrivate(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        if (headers.CacheControl.Count > 0) return Task.CompletedTask;
        headers.CacheControl = http.HasViewer() && http.Viewer().Person is not null ? "private, no-store" : "private, no-cache";
        headers.Append("Vary", "Cookie, Authorization");
        return Task.CompletedTask;
    }

    /// <summary>Once more, for an answer that begins anew after an error.</summary>
    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
