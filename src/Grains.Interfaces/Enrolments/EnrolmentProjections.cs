namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>The projections of this capability, for who waits for a write.</summary>
public static class EnrolmentProjections
{
    /// <summary>What <see cref="IEnrolmentQueriesGrain"/> lists.</summary>
    public const string List = "enrolments";
}
