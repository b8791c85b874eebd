using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Notifications;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Notifications;

/// <summary>The caller's inbox, what they want to be told, and the browsers that take pushes.</summary>
internal static class NotificationApi
{
    private const int MaxBody = 32 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Notifications").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/notifications", List).Access(Permission.SignedIn).WithName("notifications.list")
            .WithSummary("The caller's inbox, newest first; unread=true: what was not read; kind: of one kind. With the unread count.").Produces<InboxView>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/notifications/unread", Unread).Access(Permission.SignedIn).WithName("notifications.unread")
            .WithSummary("How many are unread, at most 1,000, with a number that rises: what has a lower one is older. Pushed as kind inbox on topic user:{id}.").Produces<UnreadView>();
        api.MapPut("/notifications/{notificationId}/read", SetRead).Access(Permission.SignedIn).WithName("notifications.read")
            .WithSummary("Marks one as read, or as unread again. What is read is not mailed or pushed any more.").Produces<UnreadView>().ProducesProblem(404);
        api.MapPost("/notifications/read", ReadAll).Access(Permission.SignedIn).WithName("notifications.readAll")
            .WithSummary("Marks all as read, up to a moment where one is given.").Produces<UnreadView>();
        api.MapDelete("/notifications/{notificationId}", Delete).Access(Permission.SignedIn).WithName("notifications.delete")
            .WithSummary("Takes one out of the inbox.").Produces<UnreadView>().ProducesProblem(404);
        api.MapPost("/notifications/{notificationId}/restoration", Restore).Access(Permission.SignedIn).WithName("notifications.restore")
            .WithSummary("Puts one back that was deleted less than a week ago.").Produces<UnreadView>().ProducesProblem(404);

        api.MapGet("/notifications/settings", Settings).Access(Permission.SignedIn).WithName("notifications.settings.get")
            .WithSummary("For each kind what the caller gets on each channel: off, atOnce, daily; quiet hours and the time of the daily mail on their own clock; muted courses; devices.").Produces<NotificationSettingsView>();
        api.MapPut("/notifications/settings", Set).Access(Permission.SignedIn).WithName("notifications.settings.set")
            .WithSummary("Sets kinds (those that are named), quiet hours and the time of the daily mail.").Produces<NotificationSettingsView>().ProducesProblem(404).ProducesProblem(422);
        api.MapPut("/notifications/kinds/{kindId}/mute", MuteKind).Access(Permission.SignedIn).WithName("notifications.kinds.mute")
            .WithSummary("Nothing of this kind any more, or as it was before that again.").Produces<MuteAnswer>().ProducesProblem(404);
        api.MapPut("/notifications/courses/{courseId}/mute", MuteCourse).Access(Permission.SignedIn).WithName("notifications.courses.mute")
            .WithSummary("Nothing about this course any more but what is about the caller themself.").Produces<MuteAnswer>().ProducesProblem(404).ProducesProblem(429);

        api.MapGet("/notifications/push-key", PushKey).Access(Permission.SignedIn).WithName("notifications.pushKey")
            .WithSummary("The academy's public key for PushManager.subscribe (VAPID, RFC 8292): an uncompressed point, base64url.").Produces<PushKeyAnswer>();
        api.MapPost("/notifications/devices", AddDevice).Access(Permission.SignedIn).WithName("notifications.devices.add")
            .WithSummary("Pushes go to this browser while the caller's session lasts. The same endpoint again is the same device, of the session that named it last.").Produces<DeviceAnswer>().ProducesProblem(422);
        api.MapDelete("/notifications/devices/{deviceId}", RemoveDevice).Access(Permission.SignedIn).WithName("notifications.devices.remove").WithSummary("No more pushes there.").Produces(204);
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, bool? unread = null, string? kind = null, string? cursor = null, int? limit = null) =>
        (await http.Notifications(grains).List(new(unread == true, kind, cursor, HttpInput.Limit(limit)))).ToApi();

    private static async Task<IResult> Unread(HttpContext http, IGrainFactory grains) => Results.Ok(await http.Notifications(grains).Unread());

    private static async Task<IResult> SetRead(string notificationId, ReadBody body, HttpContext http, IGrainFactory grains) => (await http.Inbox(grains).MarkRead(new(notificationId, body.Read))).ToApi();
    private static async Task<IResult> ReadAll(ReadAllBody body, HttpContext http, IGrainFactory grains) => (await http.Inbox(grains).MarkAllRead(new(body.UpTo))).ToApi();
    private static async Task<IResult> Delete(string notificationId, HttpContext http, IGrainFactory grains) => (await http.Inbox(grains).Delete(new(notificationId))).ToApi();
    private static async Task<IResult> Restore(string notificationId, HttpContext http, IGrainFactory grains) => (await http.Inbox(grains).Delete(new(notificationId, Deleted: false))).ToApi();

    private static async Task<IResult> Settings(HttpContext http, IGrainFactory grains) => (await http.NotificationSettings(grains).Get()).ToApi();

    private static async Task<IResult> Set(SettingsBody body, HttpContext http, IGrainFactory grains)
    {
        var settings = http.NotificationSettings(grains);
        var set = await settings.Set(new(body.Kinds ?? [], body.Quiet, body.DigestAt) { OperationId = http.OperationId() });
        return set.IsOk ? (await settings.Get()).ToApi() : set.Error.ToProblem();
    }

    private static async Task<IResult> MuteKind(string kindId, MuteBody body, HttpContext http, IGrainFactory grains) =>
        (await http.NotificationSettings(grains).MuteKind(new(kindId, body.Muted) { OperationId = http.OperationId() })).ToApi(_ => Results.Ok(new MuteAnswer(body.Muted)));

    private static async Task<IResult> MuteCourse(string courseId, MuteBody body, HttpContext http, IGrainFactory grains) =>
        (await http.NotificationSettings(grains).MuteCourse(new(courseId, body.Muted) { OperationId = http.OperationId() })).ToApi(_ => Results.Ok(new MuteAnswer(body.Muted)));

    private static async Task<IResult> PushKey(HttpContext http, IGrainFactory grains) => Results.Ok(new PushKeyAnswer(await grains.Queries<IPushKeyGrain>(http.Viewer().Tenant).GetPublicKey()));

    private static async Task<IResult> AddDevice(DeviceBody body, HttpContext http, IGrainFactory grains)
    {
        var endpoint = body.Endpoint ?? "";
        var added = await http.NotificationSettings(grains).AddDevice(new(endpoint, body.Keys?.P256dh ?? "", body.Keys?.Auth ?? "", body.Name ?? "") { OperationId = http.OperationId() });
        return added.ToApi(_ => Results.Ok(new DeviceAnswer(PushDeviceId.Of(endpoint))));
    }

    private static async Task<IResult> RemoveDevice(string deviceId, HttpContext http, IGrainFactory grains) =>
        (await http.NotificationSettings(grains).RemoveDevice(new(deviceId) { OperationId = http.OperationId() })).ToApi(_ => Results.NoContent());

    internal sealed record ReadBody(bool Read = true);

    internal sealed record ReadAllBody(DateTimeOffset? UpTo = null);

    internal sealed record SettingsBody(ImmutableArray<KindChoice>? Kinds, QuietHours? Quiet, int DigestAt);

    internal sealed record MuteBody(bool Muted);

    internal sealed record MuteAnswer(bool Muted);

    internal sealed record PushKeyAnswer(string Key);

    /// <summary>A PushSubscription as the browser renders it, and what the person calls the browser.</summary>
    internal sealed record DeviceBody(string? Endpoint, DeviceKeys? Keys, string? Name);

    internal sealed record DeviceKeys(string? P256dh, string? Auth);

    internal sealed record DeviceAnswer(string DeviceId);
}
