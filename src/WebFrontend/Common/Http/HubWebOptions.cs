using System.ComponentModel.DataAnnotations;

namespace LearningHub.WebFrontend.Common;

/// <summary>Section <c>Hub</c>: what a front end needs to know. Validated at start.</summary>
public sealed class HubWebOptions
{
    /// <summary>The tenant of hosts that are not named in <see cref="Tenants"/>.</summary>
    [Required, RegularExpression("^[a-z0-9_-]{1,64}$")]
    public string DefaultTenant { get; set; } = "main";

    /// <summary>Host name to tenant.</summary>
    public Dictionary<string, string> Tenants { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. None: they are ignored.</summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>A bearer token that opens <c>/metrics</c> to a scraper on another machine. None: only this machine and the operator read it.</summary>
    [MinLength(24)]
    public string? MetricsToken { get; set; }

    /// <summary>Requests a minute that one person (or one address, for visitors) may make to the API and forms.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 1200;

    /// <summary>Pages a minute that one person (or one address, for visitors) may ask for. None: half of <see cref="RequestsPerMinute"/>.</summary>
    [Range(1, 10_000_000)]
    public int? PagesPerMinute { get; set; }
}
