using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The state in memory is not the stored one. When it leaves a call of a grain, that activation deactivates.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>Without a message of its own.</summary>
    public InconsistentStateException() { }

    /// <summary>With a message.</summary>
    public InconsistentStateException(string message) : base(message) { }

    /// <summary>With a message and a cause.</summary>
    public InconsistentStateException(string message, Exception? innerException) : base(message, innerException!) { }

    /// <summary>With both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag) : base(errorMsg) =>
        (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

    /// <summary>The stored version.</summary>
    public string? StoredEtag { get; private set; }

    /// <summary>The version in memory.</summary>
    public string? CurrentEtag { get; private set; }

    internal bool IsSourceActivation { get; set; } = true;
}
