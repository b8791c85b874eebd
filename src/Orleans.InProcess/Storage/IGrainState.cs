namespace Orleans;

/// <summary>A state on its way to or from a storage.</summary>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T? State { get; set; }

    /// <summary>Its version.</summary>
    string? ETag { get; set; }

    /// <summary>Whether there is one.</summary>
    bool RecordExists { get; set; }
}
