using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>Streams in grains.</summary>
public static class GrainStreamingExtensions
{
    /// <summary>The provider of this name.</summary>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => GetStreamProvider((IGrainBase)grain, name);

    /// <summary>The provider of this name.</summary>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
        grain.GrainContext.ActivationServices.GetRequiredKeyedService<IStreamProvider>(name);
}
