using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Users.Pages;

namespace LearningHub.WebFrontend.Users;

/// <summary>What is the viewer's own: profile, password, sessions.</summary>
internal static class AccountPages
{
    public static void MapAccountPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Users");
        pages.MapGet(SitePaths.Account, ShowAccount).Access(Permission.SignedIn).WithName("page.account");
        pages.MapPost(SitePaths.Account + "/profile", ChangeProfile).Access(Permission.SignedIn).WithName("page.account.profile");
        pages.MapPost(SitePaths.Account + "/password", ChangePassword).Access(Permission.SignedIn).WithName("page.account.password");
        pages.MapPost(SitePaths.Account + "/email", RequestEmail).Access(Permission.SignedIn).WithName("page.account.email");
        pages.MapPost(SitePaths.Account + "/confirmation", Resend).Access(Permission.SignedIn).WithName("page.account.confirmation");
        pages.MapPost(SitePaths.Account + "/sessions/end", EndOthers).Access(Permission.SignedIn).WithName("page.account.endOthers");
        pages.MapPost(SitePaths.Account + "/sessions/{sessionId}/end", End).Access(Permission.SignedIn).WithName("page.account.end");
    }

    private static Task<IResult> ShowAccount(HttpContext http, IGrainFactory grains, string? done) => Show(http, grains, done: done);

    private static async Task<IResult> ChangeProfile(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var changed = await Self(http, grains).ChangeProfile(new ChangeProfile(form.Text("name"), form.Text("headline"), form.Text("zone")));
        if (!changed.IsOk) return await Show(http, grains, changed.Error, form);
        await grains.Passed(UserProjections.People, changed.Value);
        return Done("profile");
    }

    private static async Task<IResult> ChangePassword(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var changed = await Self(http, grains).ChangePassword(new ChangePassword(form.Text("current"), form.Text("password")));
        return changed.IsOk ? Done("password") : await Show(http, grains, changed.Error);
    }

    private static async Task<IResult> RequestEmail(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var asked = await Self(http, grains).RequestEmailChange(new RequestEmailChange(form.Text("email"), form.Text("emailPassword")));
        if (asked.IsOk) return Done("email");
        // Two fields of the page ask for the current password: the error belongs to the one of this form.
        return await Show(http, grains, asked.Error.Field == "current" ? asked.Error with { Field = "emailPassword" } : asked.Error, form);
    }

    private static async Task<IResult> Resend(HttpContext http, IGrainFactory grains)
    {
        var sent = await Self(http, grains).ResendConfirmation(new ResendConfirmation());
        return sent.IsOk ? Done("confirmation") : await Show(http, grains, sent.Error);
    }

    private static async Task<IResult> EndOthers(HttpContext http, IGrainFactory grains)
    {
        var ended = await Self(http, grains).EndSession(new EndSession(null));
        return ended.IsOk ? Done("sessions") : await Show(http, grains, ended.Error);
    }

    private static async Task<IResult> End(string sessionId, HttpContext http, IGrainFactory grains)
    {
        var ended = await Self(http, grains).EndSession(new EndSession(sessionId));
        // Ended by itself in the meantime: what was asked for is true.
        return ended.IsOk || ended.Error.Kind == ErrorKind.NotFound ? Done("session") : await Show(http, grains, ended.Error);
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, Error? problem = null, IFormCollection? typed = null, string? done = null)
    {
        var self = Self(http, grains);
        var (user, sessions) = (await self.Get(), await self.ListSessions());
        if (!user.IsOk || !sessions.IsOk) return Refusals.SignIn(http);
        return Common.Pages.Show<AccountPage>(new
        {
            Page = await http.Page("Account", SitePaths.Account), User = user.Value, Sessions = sessions.Value, Problem = problem, Typed = typed, Done = done ?? "",
            Badges = await grains.Queries<IPointQueriesGrain>(http.Viewer().Tenant).BadgesOf(http.Viewer().UserId) is { IsOk: true } badges ? badges.Value : System.Collections.Immutable.ImmutableArray<BadgeView>.Empty,
        }, problem is null ? 200 : SignInPages.StatusOf(problem));
    }

    private static IResult Done(string what) => Common.Pages.SeeOther($"{SitePaths.Account}?done={what}");

    private static IUserGrain Self(HttpContext http, IGrainFactory grains) => grains.User(new UserKey(http.Viewer().Tenant, http.Viewer().UserId));
}
