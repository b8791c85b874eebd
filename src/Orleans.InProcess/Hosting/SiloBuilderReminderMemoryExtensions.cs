using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.InProcess.Reminders;

namespace Orleans.Hosting;

/// <summary>Reminders.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    /// <summary>Adds reminders that end with the process.</summary>
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        builder.Services.TryAddSingleton<ReminderTable>();
        return builder;
    }
}
