namespace LearningHub.WebFrontend.Settings;

public static class SettingsWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapSettings(this IEndpointRouteBuilder routes)
    {
        SettingsApi.Map(routes);
        SettingsPages.Map(routes);
        return routes;
    }
}
