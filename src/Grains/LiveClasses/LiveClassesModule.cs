using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.LiveClasses;

public static class LiveClassesModule
{
    public static IServiceCollection AddLiveClasses(this IServiceCollection services) => services.AddView<LiveClassesView>();
}
