using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Users.Pages;

namespace LearningHub.WebFrontend.Users;

/// <summary>People, for admins.</summary>
internal static class UserAdministrationPages
{
    public const string Root = SitePaths.Administration + "/users";

    public static void MapUserAdministrationPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Users");
        pages.MapGet(Root, List).Access(Permission.ManageUsers).WithName("page.users");
        pages.MapGet(Root + "/{userId}", ShowUser).Access(Permission.ManageUsers).WithName("page.user");
        pages.MapPost(Root + "/{userId}/roles", SetRoles).Access(Permission.ManageUsers).WithName("page.user.roles");
        pages.MapPost(Root + "/{userId}/suspend", Suspend).Access(Permission.ManageUsers).WithName("page.user.suspend");
        pages.MapPost(Root + "/{userId}/email", async (string userId, HttpContext http, UserCalls calls) => await Answer(userId, http, calls, await calls.Vouch(http, userId), "vouched"))
            .Access(Permission.ManageUsers).WithName("page.user.vouch");
        pages.MapPost(Root + "/{userId}/restore", Restore).Access(Permission.ManageUsers).WithName("page.user.restore");
    }

    private static async Task<IResult> List(HttpContext http, UserCalls calls, string? q, string? role, string? suspended, string? cursor)
    {
        var only = suspended is not null;
        var found = await calls.List(http, q, role, only, cursor, 25);
        return Common.Pages.Show<UsersPage>(new
        {
            Page = await http.Page("Users", Root), Found = found, Search = q ?? "", Role = Roles.All.Contains(role) ? role! : "", SuspendedOnly = only, Cursor = cursor,
        });
    }

    private static async Task<IResult> ShowUser(string userId, HttpContext http, UserCalls calls, string? done) => await Show(userId, http, calls, null, done);

    private static async Task<IResult> SetRoles(string userId, HttpContext http, UserCalls calls)
    {
        var form = await http.Form();
        return await Answer(userId, http, calls, await calls.SetRoles(http, userId, [.. form["role"].OfType<string>()]), "roles");
    }

    private static async Task<IResult> Suspend(string userId, HttpContext http, UserCalls calls) =>
        await Answer(userId, http, calls, await calls.Suspend(http, userId, (await http.Form()).Text("reason")), "suspended");

    private static async Task<IResult> Restore(string userId, HttpContext http, UserCalls calls) =>
        await Answer(userId, http, calls, await calls.Restore(http, userId), "restored");

    private static async Task<IResult> Answer(string userId, HttpContext http, UserCalls calls, Result<UserView> result, string done) =>
        result.IsOk ? Common.Pages.SeeOther($"{Root}/{userId}?done={done}") : await Show(userId, http, calls, result.Error, null);

    public static async Task<IResult> Show(string userId, HttpContext http, UserCalls calls, Error? problem, string? done, bool acting = false)
    {
        var user = await calls.Get(http, userId);
        if (!user.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<UserPage>(new
        {
            Page = await http.Page(user.Value.Name, Root), User = user.Value, IsSelf = http.Viewer().UserId == userId, Problem = problem, Done = done ?? "", Acting = acting, Helpers = await calls.Impersonations(http, userId),
        }, problem is null ? 200 : SignInPages.StatusOf(problem));
    }
}
