namespace LearningHub.Grains.Interfaces.Users;

/// <summary>The views of this capability, for pages that wait for their own write.</summary>
public static class UserProjections
{
    /// <summary>What <see cref="IUserQueriesGrain"/> reads.</summary>
    public const string People = "people";
}
