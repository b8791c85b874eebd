using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace LearningHub.WebFrontend.Users;

/// <summary>Section <c>Hub:SignIn</c>.</summary>
public sealed class SignInOptions
{
    /// <summary>Tries a minute from one address for one account: signing in, and asking for a reset mail.</summary>
    [Range(1, 100_000_000)]
    public int PerMinute { get; set; } = 20;

    /// <summary>Tries a minute from one address for all accounts together. A school behind one address signs in at nine.</summary>
    [Range(1, 100_000_000)]
    public int PerAddress { get; set; } = 300;

    /// <summary>Registrations a minute from one address.</summary>
    [Range(1, 100_000_000)]
    public int Registrations { get; set; } = 60;
}

/// <summary>How often one address may try accounts. Fixed windows in the memory of this front end: a cluster of n allows n times as much. What
/// protects one account against many addresses is its own lockout.</summary>
internal sealed class SignInLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> _account, _address, _registration;

    public SignInLimits(IOptions<SignInOptions> options)
    {
        var o = options.Value;
        // An operator who raises the first means the others too.
        _account = PerMinute(o.PerMinute);
        _address = PerMinute(Math.Max(o.PerAddress, o.PerMinute));
        _registration = PerMinute(Math.Max(o.Registrations, o.PerMinute));
    }

    /// <summary>Null: go on. Otherwise the answer: 429 with Retry-After.</summary>
    public Error? TrySignIn(HttpContext http, string email)
    {
        var address = ClientAddress.Of(http);
        return Take(http, _address, address) ?? Take(http, _account, $"{address} {http.Viewer().Tenant} {email.Trim().ToLowerInvariant()}");
    }

    public Error? TryRegister(HttpContext http) => Take(http, _registration, ClientAddress.Of(http));

    private static Error? Take(HttpContext http, PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired) return null;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
        http.Response.Headers.RetryAfter = wait.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new("users.too_many_tries", $"Too many tries. Wait {wait} seconds, then try again.", ErrorKind.TooMany);
    }

    private static PartitionedRateLimiter<string> PerMinute(int permits) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    public void Dispose()
    {
        _account.Dispose();
        _address.Dispose();
        _registration.Dispose();
    }
}
