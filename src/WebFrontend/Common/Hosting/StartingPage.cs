namespace LearningHub.WebFrontend.Common;

/// <summary>Until everything has started, and once it stops, every address answers 503: people get a page that comes back by itself, programs problem details.</summary>
internal static class StartingPage
{
    private const string Html = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
        <meta name="viewport" content="width=device-width, initial-scale=1"><title>Starting · Learning Hub</title></head>
        <body><main><h1>Learning Hub is starting</h1><p>This takes a few seconds. The page comes back by itself.</p></main></body></html>
        """;

    public static IApplicationBuilder UseStartingPage(this WebApplication app)
    {
        var (started, stopping) = (app.Lifetime.ApplicationStarted, app.Lifetime.ApplicationStopping);
        return app.Use((http, next) =>
        {
            if ((started.IsCancellationRequested && !stopping.IsCancellationRequested) || http.Request.Path == "/health/live") return next(http);
            http.Response.Headers.RetryAfter = "1";
            if (http.Request.Path.StartsWithSegments("/api"))
                return ProblemResults.Problem(StatusCodes.Status503ServiceUnavailable, "common.starting", "The hub is starting or stopping. Try again in a moment.").ExecuteAsync(http);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.ContentType = "text/html; charset=utf-8";
            return http.Response.WriteAsync(Html);
        });
    }
}
