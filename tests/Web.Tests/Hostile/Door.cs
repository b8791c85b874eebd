using System.Reflection;
using LearningHub.WebFrontend.Common;
using LearningHub.WebFrontend.Common.Live;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>One way in: a method of an endpoint, or a method of the live hub.</summary>
/// <param name="Asks">What the first fence asks for; null where an endpoint names nothing.</param>
internal sealed record Door(string Method, string Pattern, Permission? Asks, RouteEndpoint? Endpoint)
{
    public const string HubMethod = "HUB";

    public string Name => Endpoint?.Metadata.GetMetadata<EndpointNameMetadata>()?.EndpointName ?? Pattern;
    public bool IsPage => Endpoint?.Metadata.GetMetadata<PageEndpoint>() is not null;
    public bool IsForm => IsPage && Method == "POST";
    public bool IsUpload => Pattern.StartsWith("/api/v1/uploads", StringComparison.Ordinal);
    public bool IsHttp => Method != HubMethod && !Pattern.StartsWith("/hubs", StringComparison.Ordinal);
    public Type? BodyType => Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type && type != typeof(Stream) ? type : null;
    public IEnumerable<string> Parameters => Endpoint?.RoutePattern.Parameters.Select(p => p.Name) ?? [];

    public override string ToString() => $"{Method} {Pattern}";

    /// <summary>All that a running host answers to.</summary>
    public static IReadOnlyList<Door> AllOf(IServiceProvider services) => [.. services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>().SelectMany(Of).Concat(HubMethods()).OrderBy(d => d.Pattern, StringComparer.Ordinal).ThenBy(d => d.Method, StringComparer.Ordinal)];

    public static IEnumerable<Door> Of(RouteEndpoint endpoint)
    {
        var pattern = endpoint.RoutePattern.RawText ?? "";
        pattern = pattern.Replace(":int}", "}", StringComparison.Ordinal);
        if (!pattern.StartsWith('/')) pattern = "/" + pattern;
        if (pattern.Length > 1) pattern = pattern.TrimEnd('/');
        var access = endpoint.Metadata.GetMetadata<EndpointAccess>()?.Permission;
        return (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m => new Door(m, pattern, access, endpoint));
    }

    private static IEnumerable<Door> HubMethods() => typeof(LiveHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(m => m.GetBaseDefinition().DeclaringType != typeof(Hub))
        .Select(m => new Door(HubMethod, $"{LiveModule.Path}#{m.Name}", Permission.Anyone, null));
}
