namespace Orleans.Core;

/// <summary>A stored state.</summary>
public interface IStorage
{
    /// <summary>Its version; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether there is one.</summary>
    bool RecordExists { get; }

    /// <summary>Removes it.</summary>
    Task ClearStateAsync();

    /// <summary>Writes it, unless another writer was first: <see cref="Orleans.Storage.InconsistentStateException"/>.</summary>
    Task WriteStateAsync();

    /// <summary>Reads it again.</summary>
    Task ReadStateAsync();
}

/// <summary>A stored state of a type.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state in memory.</summary>
    TState State { get; set; }
}
