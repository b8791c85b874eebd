namespace LearningHub.WebFrontend.Media;

public static class MediaWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapMedia(this IEndpointRouteBuilder routes) => routes;
}
