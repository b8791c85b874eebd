using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer behaves.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>With both times.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this() => (DueTime, Period) = (dueTime, period);

    /// <summary>Until the first tick; infinite means not started.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of a tick to the next one; infinite means once.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Ticks may interleave with calls. Off: a tick waits for its turn.</summary>
    public bool Interleave { get; init; }

    /// <summary>A tick counts as activity, so that the activation does not go idle.</summary>
    public bool KeepAlive { get; init; }
}
