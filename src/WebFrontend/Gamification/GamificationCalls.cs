using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.WebFrontend.Gamification;

/// <summary>What pages and API ask alike.</summary>
internal static class GamificationCalls
{
    public static IPointQueriesGrain Points(this HttpContext http, IGrainFactory grains) => grains.Queries<IPointQueriesGrain>(http.Viewer().Tenant);
    public static IPointRulesGrain PointRules(this HttpContext http, IGrainFactory grains) => grains.GetGrain<IPointRulesGrain>(new TenantKey(http.Viewer().Tenant, "point-rules").ToString());

    public static BoardPeriod Period(string? period) => period == "all" ? BoardPeriod.AllTime : BoardPeriod.Week;

    public static Task<Result<Receipt>> SetVisibility(this HttpContext http, IGrainFactory grains, bool hidden) =>
        grains.GetGrain<IPointsProfileGrain>(new UserKey(http.Viewer().Tenant, http.Viewer().UserId).ToString()).SetVisibility(new(hidden) { OperationId = http.OperationId() });
}
