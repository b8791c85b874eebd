using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The kinds of push that front ends act on themselves; all others they only forward.</summary>
public static class LiveKinds
{
    /// <summary>On a <c>user:</c> topic, with <see cref="SessionsEnded"/>: the sockets of these sessions are closed at once.</summary>
    public const string End = "end";

    /// <summary>On a <c>chat:</c> topic, with <see cref="PersonRemoved"/>: that person's viewers are dropped before anything later is delivered.</summary>
    public const string Removed = "removed";

    /// <summary>Who is here: <see cref="PresenceView"/>.</summary>
    public const string Presence = "presence";

    /// <summary>From the front end itself, on any topic: pushes may have been lost, read again what you hold.</summary>
    public const string Resync = "resync";
}

/// <param name="Reason">Shown to the client: <c>signed_out</c>, <c>suspended</c>, <c>password_changed</c>, <c>expired</c>.</param>
/// <param name="Sessions">Null: all of the person's.</param>
[GenerateSerializer, Immutable, Alias("hub.live.SessionsEnded")]
public sealed record SessionsEnded(string Reason, ImmutableArray<string>? Sessions);

[GenerateSerializer, Immutable, Alias("hub.live.PersonRemoved")]
public sealed record PersonRemoved(string UserId);
