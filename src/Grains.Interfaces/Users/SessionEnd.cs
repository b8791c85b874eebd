namespace LearningHub.Grains.Interfaces.Users;

/// <summary>The payload of the push of kind <see cref="Kind"/> on <c>user:{id}</c>: front ends close the sockets it names at once.</summary>
/// <param name="Reason">One of <see cref="SessionEndReasons"/>.</param>
/// <param name="SessionId">The session that ended; null: all of the person's sockets.</param>
public sealed record SessionEnd(string Reason, string? SessionId)
{
    public const string Kind = "end";
}

public static class SessionEndReasons
{
    public const string SignedOut = "signed_out";
    public const string Ended = "ended";
    public const string Suspended = "suspended";
    public const string PasswordChanged = "password_changed";

    /// <summary>The session lives on; its sockets must be opened again with the new roles.</summary>
    public const string RolesChanged = "roles_changed";

    /// <summary>A newer session took its place: a person has at most 20.</summary>
    public const string TooMany = "too_many";
}
