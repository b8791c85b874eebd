using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Email;

/// <summary>Where people reach the Hub, for links in mails: option <c>Hub:PublicUrl</c>, or where this process listens.</summary>
internal sealed class PublicAddress(IOptions<MailOptions> options, IServiceProvider services)
{
    /// <summary>An absolute link; the token goes escaped.</summary>
    public string Link(string path, string token) => $"{Root.TrimEnd('/')}{path}?token={Uri.EscapeDataString(token)}";

    // Asked late: a server has no addresses before it has started.
    private string Root => options.Value.PublicUrl is { Length: > 0 } configured ? configured
        : services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } listening
            ? listening.Replace("127.0.0.1", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal)
            : "http://localhost:8080";
}
