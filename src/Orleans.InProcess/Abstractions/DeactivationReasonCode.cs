namespace Orleans;

/// <summary>Why an activation goes. A single process never has the reasons of a cluster (directory, migration, duplicates).</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>Not said.</summary>
    None,
    /// <summary>The host stops.</summary>
    ShuttingDown,
    /// <summary>It could not be activated.</summary>
    ActivationFailed,
    /// <summary>Only in a cluster.</summary>
    DirectoryFailure,
    /// <summary>It was idle for longer than its collection age.</summary>
    ActivationIdle,
    /// <summary>Only in a cluster.</summary>
    ActivationUnresponsive,
    /// <summary>Only in a cluster.</summary>
    DuplicateActivation,
    /// <summary>Only in a cluster.</summary>
    IncompatibleRequest,
    /// <summary>A call left it inconsistent with its storage.</summary>
    ApplicationError,
    /// <summary>It asked for it.</summary>
    ApplicationRequested,
    /// <summary>Only in a cluster.</summary>
    Migrating,
    /// <summary>The engine or the management grain asked for it.</summary>
    RuntimeRequested,
    /// <summary>Not used by this engine.</summary>
    HighMemoryPressure,
}
