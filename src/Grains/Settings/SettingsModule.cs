using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Settings;

public static class SettingsModule
{
    public static IServiceCollection AddSettings(this IServiceCollection services) =>
        services.AddSingleton<LiveSettings>().AddSingleton<ILiveSettings>(s => s.GetRequiredService<LiveSettings>());
}
