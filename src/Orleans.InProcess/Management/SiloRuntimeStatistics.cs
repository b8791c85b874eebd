namespace Orleans.Runtime;

/// <summary>How a silo is doing.</summary>
public sealed class SiloRuntimeStatistics
{
    internal SiloRuntimeStatistics(int activationCount, int recentlyUsed, DateTime time) =>
        (ActivationCount, RecentlyUsedActivationCount, DateTime) = (activationCount, recentlyUsed, time);

    /// <summary>All activations.</summary>
    public int ActivationCount { get; }

    /// <summary>Those used within the last ten minutes.</summary>
    public int RecentlyUsedActivationCount { get; }

    /// <summary>When this was found, UTC.</summary>
    public DateTime DateTime { get; }
}
