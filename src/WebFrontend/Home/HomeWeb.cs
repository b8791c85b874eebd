using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Catalogue;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Home.Pages;

namespace LearningHub.WebFrontend.Home;

public static class HomeWeb
{
    /// <summary>The start page and the theme switch.</summary>
    public static IEndpointRouteBuilder MapHome(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Home");
        pages.MapGet("/", Show).Access(Permission.Anyone).WithName("page.home");
        pages.MapPost(SitePaths.Theme, (Delegate)SwitchTheme).Access(Permission.Anyone).WithName("page.theme");
        return routes;
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains)
    {
        var viewer = http.Viewer();
        var page = await http.Page("Home", SitePaths.Home);
        if (!(await http.RequestServices.GetRequiredService<TenantLooks>().Of(viewer.Tenant)).IsSetUp) return Common.Pages.SeeOther("/setup");
        var found = await grains.Queries<ICatalogueGrain>(viewer.Tenant).Search(new CatalogueQuery("", [], [], [], null, CatalogueSort.Newest, null, 6));
        var courses = found.Value?.Items ?? [];
        if (!viewer.IsSignedIn) return Common.Pages.Show<VisitorHomePage>(new { Page = page with { Title = page.SiteName }, Courses = courses, Total = found.Value?.Total ?? 0 });
        var mine = await grains.Queries<IEnrolmentQueriesGrain>(viewer.Tenant).Mine(null, 7);
        var active = mine.Value?.Items.Where(c => c.Status == EnrolmentStatus.Active).ToImmutableArray() ?? [];
        var points = grains.Queries<IPointQueriesGrain>(viewer.Tenant);
        var earned = active.IsEmpty ? null : (await points.Mine(null, 1)).Value;
        var board = active.IsEmpty ? null : (await points.Board(new(BoardPeriod.Week, null, null, 3))).Value;
        return Common.Pages.Show<HomePage>(new { Page = page, Courses = courses, Mine = active, earned?.Streak, Board = board, viewer.Person!.Name, viewer.Person.EmailConfirmed });
    }

    private static async Task<IResult> SwitchTheme(HttpContext http)
    {
        var theme = PageContext.ThemeFrom((await http.Form()).Text("theme"));
        http.Response.Cookies.Append("theme", theme, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, Secure = http.Request.IsHttps });
        var referer = Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value ? from.PathAndQuery : "/";
        return Common.Pages.SeeOther(HttpInput.LocalReturn(referer));
    }
}
