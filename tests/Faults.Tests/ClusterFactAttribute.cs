using LearningHub.Silo.Hosting;

namespace LearningHub.Faults.Tests;

/// <summary>Skipped, and says so, where the engine is one process.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute()
    {
        if (!Engine.CanCluster) Skip = $"A cluster needs Microsoft Orleans; this build runs on {Engine.Name}.";
    }
}
