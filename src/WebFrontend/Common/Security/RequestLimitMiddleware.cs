namespace LearningHub.WebFrontend.Common;

/// <summary>Counts who is known: people by their id. Whoever was counted as a stranger before is not counted twice.</summary>
internal sealed class RequestLimitMiddleware(RequestDelegate next, RequestLimits limits)
{
    public Task Invoke(HttpContext http)
    {
        var viewer = http.Viewer();
        if (StrangerLimitMiddleware.WasCounted(http, out var shown))
        {
            if (viewer.IsSignedIn && shown is not null) limits.Proven.Add(shown);
            return next(http);
        }
        // A session that has ended: whoever goes on showing it is a stranger.
        if (!viewer.IsSignedIn && SessionToken.Of(http.Request).Token is { } ended) limits.Proven.Remove(ended);
        return limits.Of(http) is { } limit ? limit.Pass(http, RequestLimits.KeyOf(viewer, http), next) : next(http);
    }
}
