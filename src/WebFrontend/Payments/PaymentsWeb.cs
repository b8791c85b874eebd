namespace LearningHub.WebFrontend.Payments;

public static class PaymentsWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapPayments(this IEndpointRouteBuilder routes)
    {
        PaymentApi.Map(routes);
        PaymentWebhooks.Map(routes);
        PaymentAdministrationPages.Map(routes);
        TestPaymentPages.Map(routes);
        return routes;
    }
}
