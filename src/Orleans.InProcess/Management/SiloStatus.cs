namespace Orleans.Runtime;

/// <summary>How a silo is.</summary>
public enum SiloStatus
{
    /// <summary>Not known.</summary>
    None = 0,
    /// <summary>Made.</summary>
    Created = 1,
    /// <summary>On its way in.</summary>
    Joining = 2,
    /// <summary>At work.</summary>
    Active = 3,
    /// <summary>On its way out.</summary>
    ShuttingDown = 4,
    /// <summary>On its way out, at once.</summary>
    Stopping = 5,
    /// <summary>Gone.</summary>
    Dead = 6,
}
