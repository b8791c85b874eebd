namespace Orleans.Runtime;

/// <summary>Finds the activation whose code runs on this thread.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The current activation; null outside of grain code.</summary>
    IGrainContext GrainContext { get; }
}
