using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.WebFrontend.Notifications;

/// <summary>What pages and API ask alike.</summary>
internal static class NotificationCalls
{
    public static INotificationQueriesGrain Notifications(this HttpContext http, IGrainFactory grains) => grains.Queries<INotificationQueriesGrain>(http.Viewer().Tenant);
    public static IInboxGrain Inbox(this HttpContext http, IGrainFactory grains) => grains.Inbox(new(http.Viewer().Tenant, http.Viewer().UserId));
    public static INotificationSettingsGrain NotificationSettings(this HttpContext http, IGrainFactory grains) => grains.NotificationSettings(new(http.Viewer().Tenant, http.Viewer().UserId));
}
