using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Notifications.Pages;

namespace LearningHub.WebFrontend.Notifications;

/// <summary>What a person wants to be told, where and when.</summary>
internal static class NotificationSettingsPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Notifications");
        pages.MapGet(SitePaths.NotificationSettings, (HttpContext http, IGrainFactory grains, string? done = null) => Show(http, grains, null, done)).Access(Permission.SignedIn).WithName("page.notifications.settings");
        pages.MapPost(SitePaths.NotificationSettings, Save).Access(Permission.SignedIn).WithName("page.notifications.settings.save");
        pages.MapPost(SitePaths.NotificationSettings + "/courses/{courseId}/unmute", Unmute).Access(Permission.SignedIn).WithName("page.notifications.settings.unmute");
        pages.MapPost(SitePaths.NotificationSettings + "/devices/{deviceId}/remove", RemoveDevice).Access(Permission.SignedIn).WithName("page.notifications.settings.removeDevice");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, Error? problem, string? done = null, SetNotificationSettings? typed = null)
    {
        var stored = await http.NotificationSettings(grains).Get();
        if (!stored.IsOk) return Refusals.SignIn(http);
        var shown = typed is null ? stored.Value : stored.Value with
        {
            Quiet = typed.Quiet, DigestAt = typed.DigestAt,
            Kinds = [.. stored.Value.Kinds.Select(k => typed.Choices.FirstOrDefault(c => c.Kind == k.Kind) is { } c ? k with { InApp = c.InApp, Mail = c.Mail, Push = c.Push } : k)],
        };
        return Common.Pages.Show<NotificationSettingsPage>(new
        {
            Page = await http.Page("What you are told", SitePaths.Account), Settings = shown, Problem = problem, Saved = done == "saved",
            PushKey = await grains.Queries<IPushKeyGrain>(http.Viewer().Tenant).GetPublicKey(),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Save(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var settings = http.NotificationSettings(grains);
        var stored = await settings.Get();
        if (!stored.IsOk) return Refusals.SignIn(http);
        var choices = stored.Value.Kinds.Where(k => form.ContainsKey($"{k.Kind}.mail"))
            .Select(k => new KindChoice(k.Kind, form.Text($"{k.Kind}.inbox") == "on" ? NotificationFrequency.AtOnce : NotificationFrequency.Off, Frequency(form.Text($"{k.Kind}.mail")), Frequency(form.Text($"{k.Kind}.push"))));
        var quiet = form.Text("quiet") == "on" ? new QuietHours(Minutes(form.Text("from")), Minutes(form.Text("until"))) : null;
        var command = new SetNotificationSettings([.. choices], quiet, Minutes(form.Text("digest")));
        var set = await settings.Set(command);
        return set.IsOk ? Common.Pages.SeeOther(SitePaths.NotificationSettings + "?done=saved") : await Show(http, grains, set.Error, typed: command);
    }

    private static async Task<IResult> Unmute(string courseId, HttpContext http, IGrainFactory grains)
    {
        await http.NotificationSettings(grains).MuteCourse(new(courseId, Muted: false));
        return Common.Pages.SeeOther(SitePaths.NotificationSettings + "#courses");
    }

    private static async Task<IResult> RemoveDevice(string deviceId, HttpContext http, IGrainFactory grains)
    {
        await http.NotificationSettings(grains).RemoveDevice(new(deviceId));
        return Common.Pages.SeeOther(SitePaths.NotificationSettings + "#devices");
    }

    private static NotificationFrequency Frequency(string text) => text switch { "atOnce" => NotificationFrequency.AtOnce, "daily" => NotificationFrequency.Daily, _ => NotificationFrequency.Off };

    /// <summary>As a time field sends it; what is none is refused.</summary>
    private static int Minutes(string text) => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (int)(time.Ticks / TimeSpan.TicksPerMinute) : -1;
}
