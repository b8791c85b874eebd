using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Users.Pages;

namespace LearningHub.WebFrontend.Users;

/// <summary>For those who forgot their password.</summary>
internal static class PasswordPages
{
    public static void MapPasswordPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Users");
        pages.MapGet("/forgot", ShowForgot).Access(Permission.Anyone).WithName("page.forgot");
        pages.MapPost("/forgot", Forgot).Access(Permission.Anyone).WithName("page.forgot.post");
        pages.MapGet("/reset", ShowReset).Access(Permission.Anyone).WithName("page.reset");
        pages.MapPost("/reset", Reset).Access(Permission.Anyone).WithName("page.reset.post");
    }

    private static async Task<IResult> ShowForgot(HttpContext http, string? email, string? done) =>
        Common.Pages.Show<ForgotPage>(new { Page = await http.Page("Forgot your password?"), Email = email is { Length: <= 254 } ? email : "", Done = done is not null });

    private static async Task<IResult> Forgot(HttpContext http, AccountCalls calls)
    {
        var email = (await http.Form()).Text("email");
        var tooMany = await calls.Forgot(http, email);
        return tooMany is null
            ? Common.Pages.SeeOther("/forgot?done=1")
            : Common.Pages.Show<ForgotPage>(new { Page = await http.Page("Forgot your password?"), Email = email, Problem = tooMany }, SignInPages.StatusOf(tooMany));
    }

    private static async Task<IResult> ShowReset(HttpContext http, string? token) =>
        Common.Pages.Show<ResetPage>(new { Page = await http.Page("Set a new password"), Token = token ?? "" });

    private static async Task<IResult> Reset(HttpContext http, AccountCalls calls)
    {
        var form = await http.Form();
        var token = form.Text("token");
        var reset = await calls.Reset(http, token, form.Text("password"));
        if (!reset.IsOk)
            return Common.Pages.Show<ResetPage>(new { Page = await http.Page("Set a new password"), Token = token, Problem = reset.Error }, SignInPages.StatusOf(reset.Error));
        SessionCookie.Clear(http);
        return Common.Pages.SeeOther(SitePaths.SignIn + "?done=reset");
    }
}
