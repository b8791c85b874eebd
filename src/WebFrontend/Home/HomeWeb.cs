namespace LearningHub.WebFrontend.Home;

public static class HomeWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapHome(this IEndpointRouteBuilder routes) => routes;
}
