using LearningHub.Grains.Interfaces.Users;
using Microsoft.Extensions.Options;

namespace LearningHub.WebFrontend.Common;

/// <summary>Finds out who is looking, for every request: tenant from the host name, person from the session. The user grain is asked each
/// time, so that an ended session or a suspension counts at once.</summary>
internal sealed class SessionMiddleware(RequestDelegate next, IGrainFactory grains, KnownPeople known, IOptions<HubWebOptions> options)
{
    public async Task Invoke(HttpContext http)
    {
        var tenant = options.Value.Tenants.TryGetValue(http.Request.Host.Host, out var named) ? named : options.Value.DefaultTenant;
        ActorContext.Current = Actor.Visitor(tenant);
        var viewer = new Viewer(tenant, null, Actor.Visitor(tenant)) { IsOperatorsTenant = tenant == options.Value.DefaultTenant };

        if (NeedsSession(http.Request.Path) && SessionToken.Of(http.Request).Token is { } token
            && new UserKey(tenant, token.UserId) is var user && await known.Has(user)
            && await grains.User(user).Authenticate(token.SessionId, token.Secret) is { } person && await StandsFor(tenant, person))
        {
            viewer = viewer with { Person = person, Actor = new Actor(tenant, person.UserId, person.Roles, person.SessionId, person.By?.AdminId) };
            ActorContext.Current = viewer.Actor;
        }
        // It was put aside for the length of another, which is not there any more: whoever comes next does not find it.
        if (NeedsSession(http.Request.Path) && viewer.Person?.By is null && http.Request.Cookies.ContainsKey(SessionToken.AsideCookieName))
            http.Response.Cookies.Delete(SessionToken.AsideCookieName, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/" });
        http.SetViewer(viewer);
        await next(http);
    }

    /// <summary>A session on behalf of somebody is asked after at each request, too: it ends with the admin's own.</summary>
    private async Task<bool> StandsFor(string tenant, Principal person)
    {
        if (person.By is not { } by) return true;
        using (ActorContext.As(Actor.System(tenant))) return await grains.User(new UserKey(tenant, by.AdminId)).MayActForOthers(by.SessionId);
    }

    private static bool NeedsSession(PathString path) =>
        !path.StartsWithSegments("/assets") && !path.StartsWithSegments("/health") && !path.StartsWithSegments("/favicon.ico");
}
