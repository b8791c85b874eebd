using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Media;

public static class MediaModule
{
    public static IServiceCollection AddMedia(this IServiceCollection services) => services;
}
