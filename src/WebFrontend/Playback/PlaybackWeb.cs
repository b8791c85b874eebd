namespace LearningHub.WebFrontend.Playback;

public static class PlaybackWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapPlayback(this IEndpointRouteBuilder routes) => routes;
}
