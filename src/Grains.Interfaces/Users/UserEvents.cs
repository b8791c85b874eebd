using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Users;

/// <param name="AsksConfirmation">A confirmation mail is due; false for people whom the platform itself has vouched for.</param>
[EventName("user.registered")]
public sealed record UserRegistered(ImmutableArray<string> Roles, bool AsksConfirmation) : DomainEvent;

[EventName("user.email_confirmed")]
public sealed record UserEmailConfirmed : DomainEvent;

[EventName("user.confirmation_requested")]
public sealed record UserConfirmationRequested : DomainEvent;

[EventName("user.password_reset_requested")]
public sealed record UserPasswordResetRequested : DomainEvent;

/// <param name="How"><c>changed</c> by the person, <c>reset</c> by a mail link.</param>
[EventName("user.password_changed")]
public sealed record UserPasswordChanged(string How) : DomainEvent;

[EventName("user.email_change_requested")]
public sealed record UserEmailChangeRequested : DomainEvent;

/// <param name="ChangeId">Names the address that was replaced; see <see cref="IUserGrain.GetFormerAddress"/>.</param>
[EventName("user.email_changed")]
public sealed record UserEmailChanged(string ChangeId) : DomainEvent;

[EventName("user.profile_changed")]
public sealed record UserProfileChanged : DomainEvent;

[EventName("user.signed_in")]
public sealed record UserSignedIn(string SessionId, bool Remember) : DomainEvent;

/// <param name="Reason">One of <see cref="SessionEndReasons"/>.</param>
[EventName("user.sessions_ended")]
public sealed record UserSessionsEnded(ImmutableArray<string> SessionIds, string Reason) : DomainEvent;

[EventName("user.locked_out")]
public sealed record UserLockedOut(DateTimeOffset Until) : DomainEvent;

[EventName("user.roles_set")]
public sealed record UserRolesSet(ImmutableArray<string> Roles) : DomainEvent;

[EventName("user.suspended")]
public sealed record UserSuspended : DomainEvent;

[EventName("user.restored")]
public sealed record UserRestored : DomainEvent;

/// <param name="AdminId">Who acts on behalf of the person.</param>
/// <param name="Until">When it ends by itself, without another event.</param>
[EventName("user.impersonation_started")]
public sealed record UserImpersonationStarted(string SessionId, string AdminId, DateTimeOffset Until) : DomainEvent;

[EventName("user.impersonation_ended")]
public sealed record UserImpersonationEnded(string SessionId, string AdminId) : DomainEvent;

/// <summary>By an admin, in place of the link in the mail.</summary>
[EventName("user.email_vouched")]
public sealed record UserEmailVouched : DomainEvent;
