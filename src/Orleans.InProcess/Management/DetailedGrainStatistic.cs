namespace Orleans.Runtime;

/// <summary>One activation.</summary>
public sealed class DetailedGrainStatistic
{
    /// <summary>Full class name, comma, assembly name.</summary>
    public string GrainType { get; init; } = default!;

    /// <summary>The silo.</summary>
    public SiloAddress SiloAddress { get; init; } = default!;

    /// <summary>The grain.</summary>
    public GrainId GrainId { get; init; }
}
