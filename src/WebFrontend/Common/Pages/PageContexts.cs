using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Common;

public static class PageContexts
{
    /// <summary>The page context of a request: who looks, the tenant's look, the theme cookie. <paramref name="tab"/> is a
    /// <see cref="SitePaths"/> constant.</summary>
    public static async ValueTask<PageContext> Page(this HttpContext http, string title, string? tab = null)
    {
        var viewer = http.Viewer();
        var tenant = await http.RequestServices.GetRequiredService<TenantLooks>().Of(viewer.Tenant);
        var unread = await http.Unread();
        return new PageContext
        {
            Title = title,
            ActiveTab = tab,
            Viewer = viewer.Person is { } person ? new PageViewer(person.UserId, person.Name, person.Roles) { Zone = person.Zone, OnBehalfUntil = person.By is null ? null : person.ExpiresAt, Operates = viewer.May(Permission.OperateSystem) } : null,
            EngineName = http.RequestServices.GetRequiredService<EngineInfo>().Name,
            Theme = PageContext.ThemeFrom(http.Request.Cookies["theme"]),
            CartCount = await http.CartCount(),
            UnreadCount = unread?.Unread,
            UnreadNumber = unread?.Number ?? 0,
            Hue = tenant.Hue,
            SiteName = tenant.Name is { Length: > 0 } name ? name : "Learning Hub",
        };
    }
}
