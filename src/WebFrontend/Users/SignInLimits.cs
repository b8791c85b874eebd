using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>How often one address may try accounts: asked of the cluster, so that it does not matter which front end is tried.</summary>
internal sealed class SignInLimits(IGrainFactory grains)
{
    /// <summary>Null: go on. Otherwise the answer: 429 with Retry-After.</summary>
    public async Task<Error?> TrySignIn(HttpContext http, string email)
    {
        using (ActorContext.As(Actor.System("system")))
            return Refuse(http, await Of(http).Try(Hash($"{http.Viewer().Tenant} {email.Trim().ToLowerInvariant()}")));
    }

    public async Task<Error?> TryRegister(HttpContext http)
    {
        using (ActorContext.As(Actor.System("system"))) return Refuse(http, await Of(http).TryRegister());
    }

    private ISignInLimitGrain Of(HttpContext http) => grains.GetGrain<ISignInLimitGrain>($"system/{Hash(ClientAddress.Of(http))}");

    private static Error? Refuse(HttpContext http, TimeSpan left)
    {
        if (left <= TimeSpan.Zero) return null;
        var wait = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds));
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return new("users.too_many_tries", $"Too many tries. Wait {wait} seconds, then try again.", ErrorKind.TooMany);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}
