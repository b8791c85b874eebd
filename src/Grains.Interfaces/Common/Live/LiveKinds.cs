namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The kinds of push that front ends act on themselves (and <see cref="Users.SessionEnd"/>); all others they only forward.</summary>
public static class LiveKinds
{
    /// <summary>On a <c>chat:</c> or <c>class:</c> topic, with <see cref="PersonRemoved"/>: that person's viewers are dropped before anything later is delivered.</summary>
    public const string Removed = "removed";

    /// <summary>Who is here: <see cref="PresenceView"/>.</summary>
    public const string Presence = "presence";

    /// <summary>From the front end itself, on any topic: pushes may have been lost, read again what you hold.</summary>
    public const string Resync = "resync";
}

[GenerateSerializer, Immutable, Alias("hub.live.PersonRemoved")]
public sealed record PersonRemoved(string UserId);
