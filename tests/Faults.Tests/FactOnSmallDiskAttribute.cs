using LearningHub.Bench.Common;

namespace LearningHub.Faults.Tests;

/// <summary>A fact that needs a disk of its own to fill, and says so where none may be mounted.</summary>
public sealed class FactOnSmallDiskAttribute : FactAttribute
{
    public FactOnSmallDiskAttribute() => Skip = SmallDisk.Missing;
}
