using LearningHub.Grains.Interfaces.Common;
using Orleans.Hosting;

namespace LearningHub.Silo.Hosting;

/// <summary>The in-process engine: the same API as Microsoft Orleans, one process. See docs/adr for what each engine is for.</summary>
public static class Engine
{
    /// <summary>Whether many processes can be one hub.</summary>
    public static bool CanCluster => false;

    public static string Name => "the in-process engine";

    public static void AddEngine(this IHostApplicationBuilder builder, EngineSettings settings)
    {
        if (settings.Clustered)
            throw new StartRefusedException(StartRefusal.EngineUnfit, "The in-process engine is one process: a cluster needs a build with GrainEngine=Orleans.");
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, null, settings.ServiceId, settings.ClusterId)
            .UseInMemoryReminderService()
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams(LiveTopics.Provider)
            .AddActivityPropagation());
    }
}
