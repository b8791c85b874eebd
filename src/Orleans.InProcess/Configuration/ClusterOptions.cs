namespace Orleans.Configuration;

/// <summary>The names of the cluster. In this engine they are for display.</summary>
public class ClusterOptions
{
    /// <summary>The cluster.</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>The service, which outlives clusters.</summary>
    public string ServiceId { get; set; } = "default";
}
