using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps states of grains.</summary>
public interface IGrainStorage
{
    /// <summary>Reads.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes when the version is the stored one.</summary>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Removes when the version is the stored one.</summary>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
}
