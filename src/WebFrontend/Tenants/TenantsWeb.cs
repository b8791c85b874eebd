namespace LearningHub.WebFrontend.Tenants;

public static class TenantsWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapTenants(this IEndpointRouteBuilder routes)
    {
        routes.MapAcademyApi();
        routes.MapSetUpPages();
        return routes;
    }
}
