namespace Orleans.Runtime;

/// <summary>How many activations a grain class has in a silo.</summary>
public sealed class SimpleGrainStatistic
{
    /// <summary>Full class name, comma, assembly name.</summary>
    public string GrainType { get; init; } = default!;

    /// <summary>The silo.</summary>
    public SiloAddress SiloAddress { get; init; } = default!;

    /// <summary>The count.</summary>
    public int ActivationCount { get; init; }
}
