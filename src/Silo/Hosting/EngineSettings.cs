namespace LearningHub.Silo.Hosting;

/// <summary>How the grain engine runs. All in one process unless <see cref="Clustered"/>.</summary>
public sealed record EngineSettings
{
    public bool Clustered { get; init; }
    public int SiloPort { get; init; } = 11111;
    public int GatewayPort { get; init; } = 30000;

    /// <summary>The address other silos reach this one at; null: found by the engine. Clusters only.</summary>
    public string? AdvertisedAddress { get; init; }

    public string ClusterId { get; init; } = "learning-hub";
    public string ServiceId { get; init; } = "learning-hub";

    /// <summary>The database of the membership, reminder and soft-state tables. Clusters only.</summary>
    public string? ConnectionString { get; init; }
}
