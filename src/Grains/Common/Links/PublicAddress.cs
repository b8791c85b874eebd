using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Common;

/// <summary>Where people reach the Hub, for links in mails and certificates: option <c>Hub:PublicUrl</c>, or where this process listens.</summary>
internal sealed class PublicAddress(IOptions<PublicAddressOptions> options, IServiceProvider services)
{
    /// <summary>An absolute link; the token goes escaped.</summary>
    public string Link(string path, string token) => $"{Root}{path}?token={Uri.EscapeDataString(token)}";

    /// <summary>Without a slash at the end.</summary>
    public string Root => Address.TrimEnd('/');

    /// <summary>An absolute link for the people of a tenant: by its own host name where it has one.</summary>
    public string Of(string tenant, string path)
    {
        var root = new Uri(Address);
        var host = options.Value.Tenants.FirstOrDefault(t => t.Value == tenant).Key;
        var origin = host is null ? root : new UriBuilder(root.Scheme, host, root.IsDefaultPort ? -1 : root.Port).Uri;
        return origin.GetLeftPart(UriPartial.Authority) + path;
    }

    // Asked late: a server has no addresses before it has started.
    private string Address => options.Value.PublicUrl is { Length: > 0 } configured ? configured
        : services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } listening
            ? listening.Replace("127.0.0.1", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal)
            : "http://localhost:8080";
}

/// <summary>Section <c>Hub</c>.</summary>
internal sealed class PublicAddressOptions
{
    /// <summary>The address people reach the Hub by. Empty: the first address this process listens on.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Host name to tenant, for tenants that have a host name of their own.</summary>
    public Dictionary<string, string> Tenants { get; set; } = [];
}
