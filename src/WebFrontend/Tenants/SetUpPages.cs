using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Tenants.Pages;
using LearningHub.WebFrontend.Users;

namespace LearningHub.WebFrontend.Tenants;

/// <summary>The first visitor of an empty hub.</summary>
internal static class SetUpPages
{
    public const string Path = "/setup";

    public static void MapSetUpPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Academy");
        pages.MapGet(Path, Show).Access(Permission.Anyone).WithName("page.setUp");
        pages.MapPost(Path, SetUp).Access(Permission.Anyone).WithName("page.setUp.post");
    }

    private static async Task<IResult> Show(HttpContext http, TenantLooks looks) =>
        (await looks.Of(http.Viewer().Tenant)).IsSetUp
            ? Common.Pages.SeeOther(http.Viewer().IsSignedIn ? SitePaths.Home : SitePaths.SignIn)
            : Common.Pages.Show<SetUpPage>(new { Page = await http.Page("Set up") });

    private static async Task<IResult> SetUp(HttpContext http, IGrainFactory grains, AccountCalls accounts)
    {
        var form = await http.Form();
        var (name, admin, email, password) = (form.Text("name"), form.Text("adminName"), form.Text("email"), form.Text("password"));
        var done = await grains.SetUp(http, name, admin, email, password);
        if (!done.IsOk)
            return Common.Pages.Show<SetUpPage>(new { Page = await http.Page("Set up"), Academy = name, Name = admin, Email = email, Problem = done.Error }, SignInPages.StatusOf(done.Error));
        var opened = await accounts.SignIn(http, email, password, remember: false);
        if (!opened.IsOk) return Common.Pages.SeeOther(SitePaths.SignIn);
        SessionCookie.Set(http, opened.Value, remember: false);
        return Common.Pages.SeeOther(SitePaths.Home);
    }
}
