using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Notifications;

public static class NotificationsModule
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddOptions<NotificationOptions>().BindConfiguration("Hub:Notifications")
            .Validate(o => o.MailGraceSeconds is >= 0 and <= 3600, "Hub:Notifications:MailGraceSeconds is 0 to 3600.")
            .Validate(o => o.HoldSeconds is >= 15 and <= 3600, "Hub:Notifications:HoldSeconds is 15 to 3600.")
            .Validate(o => o.Contact.Length == 0 || System.Net.Mail.MailAddress.TryCreate(o.Contact, out _), "Hub:Notifications:Contact is a mail address.")
            .ValidateOnStart();
        return services
            .AddSingleton<PushSender>()
            .AddSingleton<SpreadBell>().AddSingleton<Spread>().AddSingleton<Deliveries>().AddSingleton<MailDelivery>()
            .AddFold<NotificationFold>()
            .AddHostedService<NotificationService>();
    }

    /// <summary>Sends pushes from this process. For hosts with the worker role.</summary>
    public static IServiceCollection AddPushWorker(this IServiceCollection services) => services.AddHostedService<PushWorker>();
}
