namespace LearningHub.WebFrontend.Coupons;

public static class CouponsWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapCoupons(this IEndpointRouteBuilder routes)
    {
        CouponApi.Map(routes);
        CouponPages.Map(routes);
        return routes;
    }
}
