using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Coupons;

public static class CouponsModule
{
    public static IServiceCollection AddCoupons(this IServiceCollection services) => services.AddView<CouponsView>();
}
