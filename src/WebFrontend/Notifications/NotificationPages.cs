using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Notifications.Pages;

namespace LearningHub.WebFrontend.Notifications;

/// <summary>The inbox.</summary>
internal static class NotificationPages
{
    private const int PageSize = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Notifications");
        pages.MapGet(SitePaths.Notifications, Show).Access(Permission.SignedIn).WithName("page.notifications");
        // What mails, pushes and the inbox link to: read, and on to what it is about.
        pages.MapGet(SitePaths.Notifications + "/{notificationId}", Open).Access(Permission.SignedIn).WithName("page.notifications.open");
        pages.MapPost(SitePaths.Notifications + "/read", ReadAll).Access(Permission.SignedIn).WithName("page.notifications.readAll");
        pages.MapPost(SitePaths.Notifications + "/{notificationId}/read", SetRead).Access(Permission.SignedIn).WithName("page.notifications.read");
        pages.MapPost(SitePaths.Notifications + "/{notificationId}/deletion", SetDeleted).Access(Permission.SignedIn).WithName("page.notifications.delete");
        pages.MapPost(SitePaths.Notifications + "/{notificationId}/mute", Mute).Access(Permission.SignedIn).WithName("page.notifications.mute");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string? show = null, string? kind = null, string? cursor = null, string? done = null, string? id = null)
    {
        var unread = show == "unread";
        var from = cursor is { Length: > 0 and <= 500 } ? cursor : null;
        var wanted = kind is { Length: > 0 } ? kind : null;
        var inbox = await http.Notifications(grains).List(new(unread, wanted, from, PageSize));
        // An address of another list, or of a kind that is gone.
        if (!inbox.IsOk) return Common.Pages.SeeOther(SitePaths.Notifications);
        return Common.Pages.Show<NotificationsPage>(new
        {
            Page = await http.Page("Notifications", SitePaths.Notifications), Inbox = inbox.Value, UnreadOnly = unread, Kind = wanted, Paged = from is not null,
            Done = done is "deleted" or "kind" or "course" ? done : null, DoneId = KeySegment.IsValid(id) ? id : null,
        });
    }

    private static async Task<IResult> Open(string notificationId, HttpContext http, IGrainFactory grains)
    {
        var found = await http.Notifications(grains).Get(notificationId);
        if (!found.IsOk) return Refusals.NotFound(http);
        // An admin who looks on behalf has not read it for the person: it stays news to them.
        if (http.Viewer().Person?.By is null) await http.Inbox(grains).MarkRead(new(notificationId));
        return Common.Pages.SeeOther(found.Value.Path);
    }

    private static async Task<IResult> ReadAll(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        await http.Inbox(grains).MarkAllRead(new(DateTimeOffset.TryParse(form.Text("upTo"), System.Globalization.CultureInfo.InvariantCulture, out var upTo) ? upTo : null));
        return Back(form);
    }

    private static async Task<IResult> SetRead(string notificationId, HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var marked = await http.Inbox(grains).MarkRead(new(notificationId, form.Text("read") != "off"));
        return marked.IsOk ? Back(form) : Refusals.NotFound(http);
    }

    private static async Task<IResult> SetDeleted(string notificationId, HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var deleted = form.Text("deleted") != "off";
        var set = await http.Inbox(grains).Delete(new(notificationId, deleted));
        return set.IsOk ? Back(form, deleted ? $"done=deleted&id={notificationId}" : null) : Refusals.NotFound(http);
    }

    /// <summary>Its kind, or its course; or what it was before.</summary>
    private static async Task<IResult> Mute(string notificationId, HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var found = await http.Notifications(grains).Get(notificationId);
        if (!found.IsOk) return Refusals.NotFound(http);
        var muted = form.Text("muted") != "off";
        var (settings, course) = (http.NotificationSettings(grains), form.Text("what") == "course");
        if (course && found.Value.CourseId is null) return Refusals.NotFound(http);
        var set = course ? await settings.MuteCourse(new(found.Value.CourseId!, muted)) : await settings.MuteKind(new(found.Value.Kind, muted));
        if (!set.IsOk) return Common.Pages.Message(http, ProblemResults.Status(set.Error.Kind), "Notifications", set.Error.Message);
        return Back(form, muted ? $"done={(course ? "course" : "kind")}&id={notificationId}" : null);
    }

    private static IResult Back(IFormCollection form, string? said = null)
    {
        var to = HttpInput.LocalReturn(form.Text("return"), SitePaths.Notifications);
        return Common.Pages.SeeOther(said is null ? to : $"{to}{(to.Contains('?') ? '&' : '?')}{said}");
    }
}
