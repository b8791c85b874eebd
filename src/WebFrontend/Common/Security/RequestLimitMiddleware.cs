using System.Globalization;

namespace LearningHub.WebFrontend.Common;

/// <summary>429 with <c>Retry-After</c> to those who ask too often; <c>RateLimit-Policy</c> and <c>RateLimit</c>
/// (draft-ietf-httpapi-ratelimit-headers) on every counted answer, so that a program can slow down before.</summary>
internal sealed class RequestLimitMiddleware(RequestDelegate next, RequestLimits limits)
{
    private readonly string _policy = string.Create(CultureInfo.InvariantCulture, $"\"{RequestLimits.PolicyName}\";q={limits.Quota};w={(int)RequestLimits.Window.TotalSeconds}");

    public Task Invoke(HttpContext http)
    {
        if (!RequestLimits.Counts(http.Request)) return next(http);
        var quota = limits.Take(http);
        // Last of all: an answer that begins anew after an error keeps them.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["RateLimit-Policy"] = _policy;
            http.Response.Headers["RateLimit"] = quota.Header;
            return Task.CompletedTask;
        });
        if (quota.Allowed) return next(http);
        http.Response.Headers.RetryAfter = quota.RetryAfter.ToString(CultureInfo.InvariantCulture);
        var text = $"You ask faster than one person can. Wait {quota.RetryAfter} seconds, then go on.";
        return (Refusals.WantsPage(http) ? Pages.Message(http, 429, "One moment, please", text) : ProblemResults.Problem(429, "common.too_many_requests", text)).ExecuteAsync(http);
    }
}
