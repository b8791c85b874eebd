namespace LearningHub.Grains.Cluster;

/// <summary>What the host says of itself.</summary>
/// <param name="Engine">"Microsoft Orleans 10.4.2", "in-process engine".</param>
/// <param name="EmbeddedDatabase">Whether the host runs the database server itself.</param>
public sealed record EngineInfo(string Engine, bool EmbeddedDatabase);
