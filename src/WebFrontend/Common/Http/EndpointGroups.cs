namespace LearningHub.WebFrontend.Common;

/// <summary>The permission an endpoint asks for: the first of the three fences. Every endpoint carries one; a guard test holds it.</summary>
public sealed record EndpointAccess(Permission Permission);

/// <summary>Marks endpoints that answer people with pages rather than programs with JSON.</summary>
public sealed record PageEndpoint;

public static class EndpointGroups
{
    public const string ApiRoot = "/api/v1";

    /// <summary>API endpoints of a capability, under /api/v1.</summary>
    public static RouteGroupBuilder ApiGroup(this IEndpointRouteBuilder routes, string tag)
    {
        var group = routes.MapGroup(ApiRoot).WithTags(tag).DisableAntiforgery();
        group.AddEndpointFilter(CheckKeys);
        return group;
    }

    /// <summary>Pages and form posts of a capability. Not in the API document.</summary>
    public static RouteGroupBuilder PageGroup(this IEndpointRouteBuilder routes, string tag)
    {
        var group = routes.MapGroup("").WithTags(tag).WithMetadata(new PageEndpoint()).ExcludeFromDescription().DisableAntiforgery();
        group.AddEndpointFilter(CheckKeys);
        return group;
    }

    public static TBuilder Access<TBuilder>(this TBuilder endpoint, Permission permission) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new EndpointAccess(permission));

    /// <summary>A route value that ends in "Id" becomes a part of a grain key: what cannot be one is not found.</summary>
    private static ValueTask<object?> CheckKeys(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var (name, value) in context.HttpContext.Request.RouteValues)
            if (name.EndsWith("Id", StringComparison.Ordinal) && !KeySegment.IsValid(value as string))
                return ValueTask.FromResult<object?>(Refusals.NotFound(context.HttpContext));
        return next(context);
    }
}
