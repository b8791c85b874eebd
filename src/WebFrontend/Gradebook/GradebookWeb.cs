namespace LearningHub.WebFrontend.Gradebook;

public static class GradebookWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapGradebook(this IEndpointRouteBuilder routes)
    {
        GradebookApi.Map(routes);
        GradebookPages.Map(routes);
        return routes;
    }
}
