using LearningHub.Grains.Interfaces.Email;
using LearningHub.WebFrontend.Email.Pages;

namespace LearningHub.WebFrontend.Email;

public static class EmailWeb
{
    /// <summary>The outbox page: for everyone in development (or with <c>Hub:OpenOutbox</c>), else for admins.</summary>
    public static IEndpointRouteBuilder MapEmail(this IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Email");
        pages.MapGet("/outbox", Show).Access(Permission.Anyone).WithName("page.outbox");
        return routes;
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, IHostEnvironment environment, IConfiguration configuration, string? cursor)
    {
        var viewer = http.Viewer();
        var open = environment.IsDevelopment() || configuration.GetValue<bool>("Hub:OpenOutbox");
        if (!open && !viewer.May(Permission.ManageUsers)) return viewer.IsSignedIn ? Refusals.Forbidden(http) : Refusals.SignIn(http);
        Page<MailView> mails;
        using (ActorContext.As(Actor.System(viewer.Tenant)))
            mails = await grains.Queries<IMailQueriesGrain>(viewer.Tenant).List(cursor is { Length: <= 100 } ? cursor : null, 20);
        // Where mails really go out, a link in one is for its reader alone. Where they do not, an admin hands it on.
        var sends = configuration["Hub:Smtp:Host"] is { Length: > 0 };
        return Common.Pages.Show<OutboxPage>(new { Page = await http.Page("Outbox"), Mails = mails, Cursor = cursor, Sends = sends, ShowTexts = open || !sends });
    }
}
