using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Orders;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Orders;

public static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddSingleton<OrderPolicy>()
        .AddView<OrdersView>()
        .AddReactor<OrderMailReactor>()
        .AddReactor<OrderPaymentReactor>()
        .AddReactor<OrderConsequencesReactor>()
        .AddWorkflow<ICheckoutGrain>(Checkout.Kind)
        .AddWorkflow<IRefundGrain>(Refunds.Kind);
}
