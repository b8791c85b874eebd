using Microsoft.Extensions.Configuration;

namespace LearningHub.Grains.Payments.Stripe;

/// <summary>Where Stripe sends buyers back: <c>Hub:PublicUrl</c>, and for a tenant with a host name of its own (<c>Hub:Tenants</c>) that host.</summary>
internal sealed class StripeAddresses(IConfiguration configuration)
{
    public string Of(string tenant, string path)
    {
        var root = configuration["Hub:PublicUrl"] is { Length: > 0 } configured ? new Uri(configured) : new Uri("http://localhost:8080");
        var host = configuration.GetSection("Hub:Tenants").GetChildren().FirstOrDefault(t => t.Value == tenant)?.Key;
        var origin = host is null ? root.GetLeftPart(UriPartial.Authority) : new UriBuilder(root.Scheme, host, root.IsDefaultPort ? -1 : root.Port).Uri.GetLeftPart(UriPartial.Authority);
        return origin + path;
    }
}
