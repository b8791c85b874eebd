namespace Orleans.Runtime;

/// <summary>Looks at the cluster, which here is one process. Its key is 0.</summary>
public interface IManagementGrain : IGrainWithIntegerKey
{
    /// <summary>The silos.</summary>
    Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false);

    /// <summary>Deactivates what has been idle for that long, on these silos.</summary>
    Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit);

    /// <summary>Deactivates what has been idle for that long. Classes that are kept alive stay.</summary>
    Task ForceActivationCollection(TimeSpan ageLimit);

    /// <summary>How the silos are doing.</summary>
    Task<SiloRuntimeStatistics[]> GetRuntimeStatistics(SiloAddress[] hostsIds);

    /// <summary>Activations by class, on these silos.</summary>
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds);

    /// <summary>Activations by class.</summary>
    Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics();

    /// <summary>All activations, of these classes if given.</summary>
    Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(string[]? types = null, SiloAddress[]? hostsIds = null);

    /// <summary>How many activations there are.</summary>
    Task<int> GetTotalActivationCount();

    /// <summary>The grains of a type that are active.</summary>
    ValueTask<List<GrainId>> GetActiveGrains(GrainType type);
}
