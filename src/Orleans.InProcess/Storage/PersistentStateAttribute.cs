namespace Orleans.Runtime;

/// <summary>Marks a constructor parameter as the state of this name in the storage of that name.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The state.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The storage; null for the default one.</summary>
    public string? StorageName { get; } = storageName;
}
