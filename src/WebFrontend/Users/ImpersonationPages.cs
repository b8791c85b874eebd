using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Users;

/// <summary>Becoming somebody else for a while, and oneself again.</summary>
internal static class ImpersonationPages
{
    public static void MapImpersonationPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Users");
        pages.MapPost(UserAdministrationPages.Root + "/{userId}/impersonation", Begin).Access(Permission.ManageUsers).WithName("page.user.impersonate");
        // A session that has run out meanwhile has nobody signed in any more: then it leads nowhere but to the door.
        pages.MapPost("/impersonation/end", End).Access(Permission.Anyone).WithName("page.impersonation.end");
    }

    private static async Task<IResult> Begin(string userId, HttpContext http, UserCalls calls)
    {
        var opened = await calls.Impersonate(http, userId, (await http.Form()).Text("reason"));
        if (!opened.IsOk) return await UserAdministrationPages.Show(userId, http, calls, opened.Error, null, acting: true);
        SessionCookie.SetOnBehalf(http, opened.Value);
        return Common.Pages.SeeOther(SitePaths.Home);
    }

    public static async Task<IResult> End(HttpContext http, UserCalls calls)
    {
        var viewer = http.Viewer();
        if (viewer.Person is { By: null }) return Common.Pages.SeeOther(SitePaths.Home);
        if (viewer.Person is not null) await calls.EndImpersonation(http);
        SessionCookie.Return(http);
        return Common.Pages.SeeOther(viewer.Person is { } was ? $"{UserAdministrationPages.Root}/{was.UserId}" : SitePaths.Home);
    }
}
