namespace LearningHub.WebFrontend.Administration;

public static class AdministrationWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapAdministration(this IEndpointRouteBuilder routes)
    {
        AdministrationApi.Map(routes);
        AdministrationPages.Map(routes);
        return routes;
    }
}
