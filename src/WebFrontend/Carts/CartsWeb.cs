namespace LearningHub.WebFrontend.Carts;

public static class CartsWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapCarts(this IEndpointRouteBuilder routes)
    {
        CartApi.Map(routes);
        CartPages.Map(routes);
        return routes;
    }
}
