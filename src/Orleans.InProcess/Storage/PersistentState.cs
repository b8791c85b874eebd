using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess.Storage;

internal sealed class PersistentState<TState>(string name, GrainId grain, IGrainStorage storage) : IPersistentState<TState>, IGrainState<TState>
{
    private TState? _state;

    public string? Etag { get; private set; }
    public bool RecordExists { get; private set; }

    // A state that was never written is a new one.
    public TState State
    {
        get => _state ??= Activator.CreateInstance<TState>();
        set => _state = value;
    }

    TState? IGrainState<TState>.State
    {
        get => State;
        set => _state = value;
    }

    string? IGrainState<TState>.ETag
    {
        get => Etag;
        set => Etag = value;
    }

    bool IGrainState<TState>.RecordExists
    {
        get => RecordExists;
        set => RecordExists = value;
    }

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grain, this);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, this);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grain, this);
}
