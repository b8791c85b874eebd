using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Users;

/// <param name="Secret">256 random bits, base64url; only its hash is kept.</param>
[GenerateSerializer, Immutable, Alias("hub.users.OpenedSession")]
public sealed record OpenedSession(string UserId, string SessionId, string Secret, DateTimeOffset ExpiresAt);

[GenerateSerializer, Immutable, Alias("hub.users.Principal")]
public sealed record Principal(string UserId, string Name, ImmutableArray<string> Roles, string SessionId, bool EmailConfirmed, string Zone, DateTimeOffset ExpiresAt, Impersonator? By = null);

/// <summary>The admin who opened a session as somebody else, and the session they did it from.</summary>
[GenerateSerializer, Immutable, Alias("hub.users.Impersonator")]
public sealed record Impersonator(string AdminId, string SessionId);

/// <param name="Reason">What the admin said.</param>
[GenerateSerializer, Immutable, Alias("hub.users.ImpersonationView")]
public sealed record ImpersonationView(string SessionId, string AdminId, string Reason, DateTimeOffset StartedAt, DateTimeOffset Until);

[GenerateSerializer, Immutable, Alias("hub.users.SessionView")]
public sealed record SessionView(string SessionId, string Device, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt, bool IsCurrent);

/// <param name="NewEmail">Waits to be confirmed; null: no change is under way.</param>
[GenerateSerializer, Immutable, Alias("hub.users.UserView")]
public sealed record UserView(string UserId, string Name, string Email, bool EmailConfirmed, string Headline, string Zone,
    ImmutableArray<string> Roles, bool Suspended, string? SuspendedReason, DateTimeOffset RegisteredAt, long Version, string? NewEmail = null);

[GenerateSerializer, Immutable, Alias("hub.users.MailFacts")]
public sealed record UserMailFacts(string Name, string Email, string Token);

/// <summary>What everyone who is signed in may see of a person.</summary>
[GenerateSerializer, Immutable, Alias("hub.users.PersonView")]
public sealed record PersonView(string UserId, string Name, string Headline);
