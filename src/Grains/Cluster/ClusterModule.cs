using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LearningHub.Grains.Cluster;

public static class ClusterModule
{
    /// <summary>Comes before the fence, so that the meter stands in front of it. A host registers its <see cref="EngineInfo"/> before or after; the last counts.</summary>
    public static IServiceCollection AddCluster(this IServiceCollection services)
    {
        services.TryAddSingleton(new EngineInfo("grain engine", false));
        services.AddSingleton<CallMeter>().AddSingleton<IIncomingGrainCallFilter>(s => s.GetRequiredService<CallMeter>());
        services.AddSingleton<SiloProcess>().AddSingleton<SiloReports>().AddSingleton<DatabaseFigures>().AddSingleton<FeedFigures>().AddSingleton<WorkflowFigures>();
        return services.AddHostedService<SiloReporter>();
    }
}
