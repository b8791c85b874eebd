using LearningHub.Grains.Interfaces.Settings;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Users.Pages;

namespace LearningHub.WebFrontend.Users;

/// <summary>In, out, and becoming somebody.</summary>
internal static class SignInPages
{
    public static void MapSignInPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Users");
        pages.MapGet(SitePaths.SignIn, ShowSignIn).Access(Permission.Anyone).WithName("page.signIn");
        pages.MapPost(SitePaths.SignIn, SignIn).Access(Permission.Anyone).WithName("page.signIn.post");
        pages.MapPost(SitePaths.SignOut, SignOut).Access(Permission.Anyone).WithName("page.signOut");
        pages.MapGet(SitePaths.Register, ShowRegister).Access(Permission.Anyone).WithName("page.register");
        pages.MapPost(SitePaths.Register, Register).Access(Permission.Anyone).WithName("page.register.post");
        pages.MapGet("/confirm", ShowConfirm).Access(Permission.Anyone).WithName("page.confirm");
        pages.MapPost("/confirm", Confirm).Access(Permission.Anyone).WithName("page.confirm.post");
        pages.MapGet("/confirm-address", ShowConfirmAddress).Access(Permission.Anyone).WithName("page.confirmAddress");
        pages.MapPost("/confirm-address", ConfirmAddress).Access(Permission.Anyone).WithName("page.confirmAddress.post");
    }

    private static async Task<IResult> ShowSignIn(HttpContext http, string? @return, string? done)
    {
        var back = HttpInput.LocalReturn(@return);
        if (http.Viewer().IsSignedIn) return Common.Pages.SeeOther(back);
        return Common.Pages.Show<SignInPage>(new { Page = await http.Page("Sign in"), Return = back, Done = done ?? "" });
    }

    private static async Task<IResult> SignIn(HttpContext http, AccountCalls calls)
    {
        var form = await http.Form();
        var (email, remember, back) = (form.Text("email"), form.Text("remember") == "on", HttpInput.LocalReturn(form.Text("return")));
        var opened = await calls.SignIn(http, email, form.Text("password"), remember);
        if (!opened.IsOk)
            return Common.Pages.Show<SignInPage>(
                new { Page = await http.Page("Sign in"), Return = back, Email = email, Remember = remember, Problem = opened.Error }, StatusOf(opened.Error));
        SessionCookie.Set(http, opened.Value, remember);
        return Common.Pages.SeeOther(back);
    }

    /// <summary>A post: a link elsewhere must not sign anybody out.</summary>
    private static async Task<IResult> SignOut(HttpContext http, AccountCalls calls)
    {
        // Who acts as somebody else signs out of that, and is themself again.
        if (http.Viewer().Person?.By is not null) return await ImpersonationPages.End(http, http.RequestServices.GetRequiredService<UserCalls>());
        await calls.SignOut(http);
        SessionCookie.Clear(http);
        return Common.Pages.SeeOther("/");
    }

    private static async Task<IResult> ShowRegister(HttpContext http, string? @return)
    {
        var back = HttpInput.LocalReturn(@return);
        if (http.Viewer().IsSignedIn) return Common.Pages.SeeOther(back);
        return Common.Pages.Show<RegisterPage>(new { Page = await http.Page("Register"), Return = back, Closed = await IsClosed(http) });
    }

    private static async Task<bool> IsClosed(HttpContext http) =>
        !SettingCatalogue.Registration.Read(await http.RequestServices.GetRequiredService<IGrainFactory>().Settings(http.Viewer().Tenant).Open());

    /// <summary>Registers and signs in: the address can be confirmed later.</summary>
    private static async Task<IResult> Register(HttpContext http, AccountCalls calls)
    {
        var form = await http.Form();
        var (name, email, password, back) = (form.Text("name"), form.Text("email"), form.Text("password"), HttpInput.LocalReturn(form.Text("return")));
        var registered = await calls.Register(http, name, email, password, form.Text("zone"));
        if (!registered.IsOk)
            return Common.Pages.Show<RegisterPage>(
                new { Page = await http.Page("Register"), Return = back, Name = name, Email = email, Zone = form.Text("zone"), Problem = registered.Error }, StatusOf(registered.Error));
        var opened = await calls.SignIn(http, email, password, remember: false);
        if (!opened.IsOk) return Common.Pages.SeeOther(SitePaths.SignIn);
        SessionCookie.Set(http, opened.Value, remember: false);
        return Common.Pages.SeeOther(back);
    }

    /// <summary>A GET changes nothing: mail scanners follow links.</summary>
    private static async Task<IResult> ShowConfirm(HttpContext http, string? token, string? done) =>
        Common.Pages.Show<ConfirmPage>(new { Page = await http.Page("Confirm your e-mail"), Token = token ?? "", Done = done is not null });

    private static async Task<IResult> ShowConfirmAddress(HttpContext http, string? token, string? done) =>
        Common.Pages.Show<ConfirmPage>(new { Page = await http.Page("Confirm your new e-mail"), Token = token ?? "", Done = done is not null, NewAddress = true });

    private static async Task<IResult> ConfirmAddress(HttpContext http, AccountCalls calls)
    {
        var token = (await http.Form()).Text("token");
        var confirmed = await calls.ConfirmAddress(http, token);
        return confirmed.IsOk
            ? Common.Pages.SeeOther("/confirm-address?done=1")
            : Common.Pages.Show<ConfirmPage>(new { Page = await http.Page("Confirm your new e-mail"), Token = token, Problem = confirmed.Error, NewAddress = true }, StatusOf(confirmed.Error));
    }

    private static async Task<IResult> Confirm(HttpContext http, AccountCalls calls)
    {
        var token = (await http.Form()).Text("token");
        var confirmed = await calls.Confirm(http, token);
        return confirmed.IsOk
            ? Common.Pages.SeeOther("/confirm?done=1")
            : Common.Pages.Show<ConfirmPage>(new { Page = await http.Page("Confirm your e-mail"), Token = token, Problem = confirmed.Error }, StatusOf(confirmed.Error));
    }

    /// <summary>422 for what the form's reader can mend, the error's own status for the rest. A browser shows a page of 401 as any other.</summary>
    internal static int StatusOf(Error error) => error.Kind is ErrorKind.TooMany or ErrorKind.Unavailable ? ProblemResults.Status(error.Kind) : StatusCodes.Status422UnprocessableEntity;
}
