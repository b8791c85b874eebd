using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess.Storage;

/// <summary>States in memory, kept as JSON so that what is stored and what a grain holds are never the same object.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, GrainId), (byte[] Json, long Version)> _records = [];
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            var exists = _records.TryGetValue((stateName, grainId), out var record);
            grainState.State = exists ? JsonSerializer.Deserialize<T>(record.Json, Json) : default;
            grainState.ETag = exists ? record.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
            grainState.RecordExists = exists;
        }
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State, Json);
        lock (_gate)
        {
            RequireCurrent(stateName, grainId, grainState.ETag);
            _records[(stateName, grainId)] = (json, ++_version);
            grainState.ETag = _version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
        }
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            RequireCurrent(stateName, grainId, grainState.ETag);
            _records.Remove((stateName, grainId));
            (grainState.State, grainState.ETag, grainState.RecordExists) = (default, null, false);
        }
        return Task.CompletedTask;
    }

    private void RequireCurrent(string stateName, GrainId grainId, string? etag)
    {
        var stored = _records.TryGetValue((stateName, grainId), out var record) ? record.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        if (stored != etag) throw new InconsistentStateException($"Another writer was first: {grainId}, {stateName}.", stored, etag);
    }
}
