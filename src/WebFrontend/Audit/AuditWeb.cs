namespace LearningHub.WebFrontend.Audit;

public static class AuditWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        AuditApi.Map(routes);
        AuditPages.Map(routes);
        return routes;
    }
}
