using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Email;

public static class EmailModule
{
    public static IServiceCollection AddEmail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration("Hub")
            .Validate(o => !o.Smtp.IsConfigured || System.Net.Mail.MailAddress.TryCreate(o.Smtp.From, out _),
                "Hub:Smtp:From must be an e-mail address when Hub:Smtp:Host is set.")
            .Validate(o => o.Smtp.Port is > 0 and < 65536, "Hub:Smtp:Port must be a port.")
            .Validate(o => o.Smtp.HoldSeconds is >= 40 and <= 3600, "Hub:Smtp:HoldSeconds is 40 to 3600.")
            .ValidateOnStart();
        return services
            .AddView<OutboxView>()
            .AddReactor<AccountMailReactor>();
    }

    /// <summary>Sends the outbox from this process. For hosts with the worker role.</summary>
    public static IServiceCollection AddMailWorker(this IServiceCollection services) => services.AddHostedService<MailWorker>();
}
