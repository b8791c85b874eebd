using Orleans.Runtime;

namespace Orleans;

/// <summary>A call that is about to be sent.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation; null when the caller is not a grain.</summary>
    IGrainContext? SourceContext { get; }
}
