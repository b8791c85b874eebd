namespace LearningHub.WebFrontend.Billing;

public static class BillingWeb
{
    public static IEndpointRouteBuilder MapBilling(this IEndpointRouteBuilder routes)
    {
        BillingApi.Map(routes);
        BillingPages.Map(routes);
        return routes;
    }
}
