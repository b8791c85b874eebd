using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

/// <summary>Streams outside of grains.</summary>
public static class ClientStreamingExtensions
{
    /// <summary>The provider of this name.</summary>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
        client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(name);
}
