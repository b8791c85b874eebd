namespace LearningHub.WebFrontend.Orders;

public static class OrdersWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder routes)
    {
        OrderApi.Map(routes);
        OrderAdministrationApi.Map(routes);
        CheckoutPages.Map(routes);
        OrderPages.Map(routes);
        OrderAdministrationPages.Map(routes);
        return routes;
    }
}
