namespace LearningHub.WebFrontend.Catalogue;

public static class CatalogueWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapCatalogue(this IEndpointRouteBuilder routes)
    {
        CatalogueApi.Map(routes);
        CataloguePages.Map(routes);
        return routes;
    }
}
