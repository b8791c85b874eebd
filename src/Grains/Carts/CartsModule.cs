using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Carts;

public static class CartsModule
{
    public static IServiceCollection AddCarts(this IServiceCollection services) => services
        .AddView<CartsView>()
        .AddSingleton<CartSweep>()
        .AddHostedService(s => s.GetRequiredService<CartSweep>());
}
