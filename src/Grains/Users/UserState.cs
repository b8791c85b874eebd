using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Users;

/// <summary>A person. Bounded: at most 20 sessions of some 250 bytes, and five on their behalf.</summary>
internal sealed record UserState : IAggregateState<UserState>
{
    public static string AggregateType => "user";
    public static UserState Empty { get; } = new();

    public string Name { get; init; } = "";
    /// <summary>Normalised, see <see cref="EmailAddress"/>; empty: nobody has registered under this key.</summary>
    public string Email { get; init; } = "";
    public bool EmailConfirmed { get; init; }
    public string Headline { get; init; } = "";
    public string Zone { get; init; } = "";
    public string PasswordHash { get; init; } = "";
    public ImmutableArray<string> Roles { get; init; } = [];
    public DateTimeOffset RegisteredAt { get; init; }
    public MailLink? Confirm { get; init; }
    public MailLink? Reset { get; init; }
    /// <summary>The latest request; kept after its confirmation, so that a link that is pressed twice is no mistake.</summary>
    public EmailChange? EmailChange { get; init; }
    /// <summary>Newest last, for the notices.</summary>
    public ImmutableArray<FormerAddress> Former { get; init; } = [];
    public ImmutableArray<Session> Sessions { get; init; } = [];
    public int WrongInRow { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }
    public Suspension? Suspension { get; init; }

    [System.Text.Json.Serialization.JsonIgnore] public bool IsRegistered => Email.Length > 0;
}

/// <summary>What a mail link is checked against. A new nonce makes every older link of the purpose worthless.</summary>
internal sealed record MailLink(string Nonce, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt);

internal sealed record EmailChange(string Email, MailLink Link);

/// <param name="ChangeId">The nonce of the link that replaced it.</param>
internal sealed record FormerAddress(string ChangeId, string Email);

/// <param name="SecretHash">SHA-256 of the secret, base64. The secret has 256 random bits, so a fast hash is enough.</param>
/// <param name="By">The admin whose session on behalf of this person it is; null: the person's own.</param>
internal sealed record Session(string Id, string SecretHash, string Device, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt, bool Remember, Impersonator? By = null);

internal sealed record Suspension(string Reason, DateTimeOffset At, string By);

/// <summary>A record a session on behalf; its id is the session's. The reason is free text, so it stands here and not in the event.</summary>
internal sealed record ImpersonationRecord(string AdminId, string Reason, DateTimeOffset StartedAt, DateTimeOffset Until)
{
    public const string Type = "impersonation";
}
