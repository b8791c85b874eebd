namespace LearningHub.Grains.Interfaces.Gradebook;

/// <summary>The projections of this capability, for who waits for a write.</summary>
public static class GradebookProjections
{
    /// <summary>What attempts earned, as <see cref="IGradebookQueriesGrain"/> counts it.</summary>
    public const string Earned = "grades";
}
