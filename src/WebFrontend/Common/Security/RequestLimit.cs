using System.Globalization;
using System.Threading.RateLimiting;

namespace LearningHub.WebFrontend.Common;

/// <summary>A token bucket a key: a minute's quota at once, then as it drips.</summary>
internal sealed class RequestLimit : IDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter;
    private readonly string _name, _policy;
    private readonly int _quota;

    /// <param name="name">Of the policy, as answers tell it.</param>
    public RequestLimit(string name, int quota)
    {
        (_name, _quota, _policy) = (name, quota, string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={quota};w={(int)Window.TotalSeconds}"));
        // From 60 a minute on whole tokens drip each second; below, one token each time it is due.
        var (tokens, period) = quota >= 60 ? ((quota + 59) / 60, TimeSpan.FromSeconds(1)) : (1, Window / quota);
        _limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = quota, TokensPerPeriod = tokens, ReplenishmentPeriod = period, QueueLimit = 0, AutoReplenishment = true,
        }));
    }

    /// <summary>Goes on, or answers 429 with <c>Retry-After</c>; <c>RateLimit-Policy</c> and <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers)
    /// stand on every counted answer, so that a program can slow down before.</summary>
    public Task Pass(HttpContext http, string key, RequestDelegate next)
    {
        var (allowed, left, untilFull, wait) = Take(key);
        // Last of all: an answer that begins anew after an error keeps them.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["RateLimit-Policy"] = _policy;
            http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{_name}\";r={left};t={untilFull}");
            return Task.CompletedTask;
        });
        if (allowed) return next(http);
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        var text = $"You ask faster than one person can. Wait {wait} seconds, then go on.";
        return (Refusals.WantsPage(http) ? Pages.Message(http, 429, "One moment, please", text) : ProblemResults.Problem(429, "common.too_many_requests", text)).ExecuteAsync(http);
    }

    /// <summary>Whether it is allowed, what may follow at once, and the seconds until the quota is whole and until the next try.</summary>
    private (bool Allowed, long Left, int UntilFull, int Wait) Take(string key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        var left = Math.Clamp(_limiter.GetStatistics(key)?.CurrentAvailablePermits ?? 0, 0, _quota);
        var untilFull = (int)Math.Ceiling((_quota - left) * Window.TotalSeconds / _quota);
        if (lease.IsAcquired) return (true, left, untilFull, 0);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        return (false, left, untilFull, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
    }

    public void Dispose() => _limiter.Dispose();
}
