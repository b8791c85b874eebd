using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.WebFrontend.Common;

internal static class UnreadNotifications
{
    /// <summary>For the bell of every page; null where nobody is signed in, or it cannot be told: no page fails for it.</summary>
    public static async Task<UnreadView?> Unread(this HttpContext http)
    {
        var viewer = http.Viewer();
        if (!viewer.IsSignedIn) return null;
        try { return await http.RequestServices.GetRequiredService<IGrainFactory>().Queries<INotificationQueriesGrain>(viewer.Tenant).Unread(); }
        catch (Exception e) when (e is not OperationCanceledException) { return null; }
    }
}
