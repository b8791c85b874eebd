namespace LearningHub.WebFrontend.Notifications;

public static class NotificationsWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapNotifications(this IEndpointRouteBuilder routes)
    {
        NotificationApi.Map(routes);
        NotificationPages.Map(routes);
        NotificationSettingsPages.Map(routes);
        UnsubscribePages.Map(routes);
        PushScript.Map(routes);
        return routes;
    }
}
