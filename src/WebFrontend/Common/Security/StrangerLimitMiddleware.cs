namespace LearningHub.WebFrontend.Common;

/// <summary>Counts by address, before anybody is asked anything, those who show no session or one that this front end has not seen to be good: made-up
/// sessions by the thousand end here. The first request of a real one is counted so, too.</summary>
internal sealed class StrangerLimitMiddleware(RequestDelegate next, RequestLimits limits)
{
    private static readonly object s_counted = new();

    public Task Invoke(HttpContext http)
    {
        var token = SessionToken.Of(http.Request).Token;
        if (token is not null && limits.Proven.Has(token)) return next(http);
        if ((token is null ? limits.Of(http) : limits.OfUnproven(http)) is not { } limit) return next(http);
        http.Items[s_counted] = token;
        return limit.Pass(http, RequestLimits.AddressOf(http), next);
    }

    /// <param name="shown">The session that was shown, if one was.</param>
    public static bool WasCounted(HttpContext http, out SessionToken? shown)
    {
        var counted = http.Items.TryGetValue(s_counted, out var token);
        shown = token as SessionToken;
        return counted;
    }
}
