using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess;
using Orleans.InProcess.Streams;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Streams.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    /// <summary>Adds a provider of streams in memory. In this engine it delivers at once, and needs no storage of subscriptions.</summary>
    public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        builder.Services.AddKeyedSingleton<IStreamProvider>(name, (services, _) => new MemoryStreamProvider(services.GetRequiredService<Engine>(), name));
        return builder;
    }
}
