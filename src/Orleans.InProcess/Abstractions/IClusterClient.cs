namespace Orleans;

/// <summary>Calls grains from outside of a grain. In this engine it is the same object as <see cref="IGrainFactory"/>.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the host.</summary>
    IServiceProvider ServiceProvider { get; }
}
