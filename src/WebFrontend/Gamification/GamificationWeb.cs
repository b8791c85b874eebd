using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.Gamification;

public static class GamificationWeb
{
    public static IServiceCollection AddGamificationWeb(this IServiceCollection services) => services.AddSingleton<ITopicAuthorizer, BoardTopicAuthorizer>();

    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapGamification(this IEndpointRouteBuilder routes)
    {
        GamificationApi.Map(routes);
        GamificationPages.Map(routes);
        PointRulesPages.Map(routes);
        return routes;
    }
}
