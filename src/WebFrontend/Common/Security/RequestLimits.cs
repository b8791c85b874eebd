using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace LearningHub.WebFrontend.Common;

/// <summary>How many requests a minute one person, or one address for visitors, may make to the API and to forms. A token bucket: a minute's quota at
/// once, then as it drips. In the memory of this front end: a cluster of n allows up to n times as much. Pages, assets, media and probes are not
/// counted.</summary>
internal sealed class RequestLimits : IDisposable
{
    public const string PolicyName = "default";
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _limiter;

    public RequestLimits(IOptions<HubWebOptions> options)
    {
        Quota = options.Value.RequestsPerMinute;
        // From 60 a minute on whole tokens drip each second; below, one token each time it is due.
        var (tokens, period) = Quota >= 60 ? ((Quota + 59) / 60, TimeSpan.FromSeconds(1)) : (1, Window / Quota);
        _limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Quota, TokensPerPeriod = tokens, ReplenishmentPeriod = period, QueueLimit = 0, AutoReplenishment = true,
        }));
    }

    public int Quota { get; }

    public static bool Counts(HttpRequest request) =>
        request.Path.StartsWithSegments("/api")
        || HttpMethods.IsPost(request.Method) && !request.Path.StartsWithSegments("/hubs") && !request.Path.StartsWithSegments("/media") && !request.Path.StartsWithSegments("/assets");

    public RequestQuota Take(HttpContext http)
    {
        var viewer = http.Viewer();
        // The prefix keeps the two kinds of key apart.
        var key = viewer.IsSignedIn ? $"p {viewer.Tenant}/{viewer.UserId}" : $"a {ClientAddress.Of(http)}";
        using var lease = _limiter.AttemptAcquire(key);
        var left = Math.Clamp(_limiter.GetStatistics(key)?.CurrentAvailablePermits ?? 0, 0, Quota);
        var untilFull = (int)Math.Ceiling((Quota - left) * Window.TotalSeconds / Quota);
        if (lease.IsAcquired) return new(true, left, untilFull, 0);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        return new(false, left, untilFull, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
    }

    public void Dispose() => _limiter.Dispose();
}

/// <param name="Left">Requests that may follow at once.</param>
/// <param name="FullAfter">Seconds until the whole quota is there again.</param>
/// <param name="RetryAfter">Seconds to wait when this request was one too many.</param>
internal readonly record struct RequestQuota(bool Allowed, long Left, int FullAfter, int RetryAfter)
{
    /// <summary>The value of the field <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers).</summary>
    public string Header => string.Create(CultureInfo.InvariantCulture, $"\"{RequestLimits.PolicyName}\";r={Left};t={FullAfter}");
}
