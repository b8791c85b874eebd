using LearningHub.Grains.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Media;

public static class MediaModule
{
    public static IServiceCollection AddMedia(this IServiceCollection services) => services
        .AddSingleton(provider => MediaLimits.From(provider.GetService<IConfiguration>()))
        .AddReactor<MediaReactor>();
}
