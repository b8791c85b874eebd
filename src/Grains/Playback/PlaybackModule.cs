using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Playback;

public static class PlaybackModule
{
    public static IServiceCollection AddPlayback(this IServiceCollection services) => services;
}
