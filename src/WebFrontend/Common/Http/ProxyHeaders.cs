using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace LearningHub.WebFrontend.Common;

/// <summary>Behind a reverse proxy the address and scheme of the caller stand in X-Forwarded-For and X-Forwarded-Proto. They are believed only from
/// <see cref="HubWebOptions.TrustedProxies"/>: anybody can write a header.</summary>
internal static class ProxyHeaders
{
    public static IApplicationBuilder UseProxyHeaders(this WebApplication app)
    {
        var trusted = app.Services.GetRequiredService<IOptions<HubWebOptions>>().Value.TrustedProxies;
        if (trusted.Count == 0) return app;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var address in trusted) options.KnownProxies.Add(IPAddress.Parse(address));
        return app.UseForwardedHeaders(options);
    }
}
