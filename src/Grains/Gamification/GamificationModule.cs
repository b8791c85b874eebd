using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Gamification;

public static class GamificationModule
{
    public static IServiceCollection AddGamification(this IServiceCollection services) => services.AddFold<PointsFold>().AddHostedService<BadgeTeller>();
}
