namespace LearningHub.WebFrontend.Playback;

public static class PlaybackWeb
{
    public static IServiceCollection AddPlaybackWeb(this IServiceCollection services) => services
        .AddSingleton<SigningKeys>()
        .AddSingleton<PlaybackAccess>();

    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapPlayback(this IEndpointRouteBuilder routes)
    {
        routes.MapPlaybackApi();
        routes.MapMediaDelivery();
        return routes;
    }
}
