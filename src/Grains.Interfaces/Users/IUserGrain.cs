using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Users;

/// <summary>A person: name, e-mail, password, roles, sessions. Key <see cref="UserKey"/>. Nobody but the person and
/// admins sees or changes anything here (state rule <c>users.not_yours</c>, shown as not found to others).</summary>
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Creates the person and asks for a confirmation mail. The e-mail is unique in the tenant, compared without
    /// case, also under a race: <c>users.email_taken</c>. Roles other than student are granted only by the system actor, which
    /// also vouches for the address: no confirmation is asked.</summary>
    [Requires(Permission.Anyone), Alias("Register")] Task<Result<Receipt>> Register(RegisterUser command);

    /// <summary>Errors: <c>users.link_invalid</c> (wrong, old or used for another address).</summary>
    [Requires(Permission.Anyone), Alias("ConfirmEmail")] Task<Result<Receipt>> ConfirmEmail(ConfirmEmail command);

    /// <summary>Sends the confirmation mail again; at most one a minute: <c>users.too_soon</c>.</summary>
    [Requires(Permission.SignedIn), Alias("ResendConfirmation")] Task<Result<Receipt>> ResendConfirmation(ResendConfirmation command);

    /// <summary>Asks for a mail with a link valid one hour. At most one a minute, silently.</summary>
    [Requires(Permission.System), Alias("RequestPasswordReset")] Task<Result<Receipt>> RequestPasswordReset(RequestPasswordReset command);

    /// <summary>Sets the password, ends all sessions, lifts a lockout. Errors: <c>users.link_invalid</c>, <c>users.password_weak</c>.</summary>
    [Requires(Permission.Anyone), Alias("ResetPassword")] Task<Result<Receipt>> ResetPassword(ResetPassword command);

    [Requires(Permission.SignedIn), Alias("ChangePassword")] Task<Result<Receipt>> ChangePassword(ChangePassword command);
    /// <summary>Asks for another address. Mails go to both: a link, good for a day, to the new one, a notice to the one in use. A new request replaces an
    /// older one; a changed password cancels it. At most one a minute. Errors: <c>users.current_wrong</c> (counts as at sign-in), <c>users.email_invalid</c>,
    /// <c>users.email_same</c>, <c>users.email_taken</c> (as far as is known now), <c>users.too_soon</c>.</summary>
    [Requires(Permission.SignedIn), Alias("RequestEmailChange")] Task<Result<Receipt>> RequestEmailChange(RequestEmailChange command);

    /// <summary>By the link of the mail. The new address is claimed and the old one let go in one commit: <c>users.email_taken</c> when another was faster.
    /// Links sent to the old address are worthless from then on, and it gets a notice. Safe to repeat. Errors: <c>users.link_invalid</c>.</summary>
    [Requires(Permission.Anyone), Alias("ConfirmEmailChange")] Task<Result<Receipt>> ConfirmEmailChange(ConfirmEmailChange command);

    [Requires(Permission.SignedIn), Alias("ChangeProfile")] Task<Result<Receipt>> ChangeProfile(ChangeProfile command);

    /// <summary>Checks the password and opens a session: 12 hours from its last use, or 30 days. Not idempotent: every call is a try, the
    /// operation id is ignored (the answer holds a secret). A person has at most 20 sessions, the oldest ends. For an e-mail that nobody has, the edge
    /// calls a key derived from the e-mail, which refuses like a person would. Errors: <c>users.sign_in_refused</c> (unknown person or wrong password, not
    /// told apart), <c>users.locked_out</c> (10 wrong in a row: 15 minutes), <c>users.suspended</c> (only after a right password).</summary>
    [Requires(Permission.Anyone), Alias("SignIn")] Task<Result<OpenedSession>> SignIn(SignIn command);

    /// <summary>The person behind a session, or null when it ended, expired, or the person is suspended. Called for every request.</summary>
    [Requires(Permission.Anyone), ReadOnly, AlwaysInterleave, Alias("Authenticate")] Task<Principal?> Authenticate(string sessionId, string secret);

    /// <summary>Lets a session that is in use slide on. Sent by the grain to itself; does nothing when the session is gone or fresh.</summary>
    [Requires(Permission.System), Alias("RenewSession")] Task RenewSession(string sessionId);

    [Requires(Permission.SignedIn), ReadOnly, Alias("ListSessions")] Task<Result<ImmutableArray<SessionView>>> ListSessions();

    /// <summary>Ends one session, or all but the caller's when <c>SessionId</c> is null; their sockets close at once.</summary>
    [Requires(Permission.SignedIn), Alias("EndSession")] Task<Result<Receipt>> EndSession(EndSession command);

    [Requires(Permission.SignedIn), ReadOnly, Alias("Get")] Task<Result<UserView>> Get();

    /// <summary>Opens a session in which the admin who calls sees and mends what this person can, for 30 minutes by the server's clock; see <see cref="OnBehalf"/>. One a person and
    /// admin: a new one ends the one before. It is worth nothing as soon as the admin's own session ends, they are suspended or no admin any more, or the person becomes an admin. Not idempotent: the answer
    /// holds a secret. Errors: <c>users.self</c>, <c>users.reason_missing</c>, <c>users.not_for_admins</c>, <c>users.suspended</c>, <c>users.in_person</c> (the caller has no session of their own),
    /// <c>users.too_many_helpers</c>.</summary>
    [Requires(Permission.ManageUsers), Alias("Impersonate")] Task<Result<OpenedSession>> Impersonate(ImpersonateUser command);

    /// <summary>Ends the session on behalf that calls. Safe to repeat.</summary>
    [Requires(Permission.SignedIn), Alias("EndImpersonation")] Task<Result<Receipt>> EndImpersonation(EndImpersonation command);

    /// <summary>Whether this is a living session of an admin of good standing: then what they opened as others is good too.</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("MayActForOthers")] Task<bool> MayActForOthers(string sessionId);

    /// <summary>The last sessions on behalf of this person, newest first. Error: <c>users.not_found</c>.</summary>
    [Requires(Permission.ManageUsers), ReadOnly, Alias("ListImpersonations")] Task<Result<ImmutableArray<ImpersonationView>>> ListImpersonations(int limit);

    /// <summary>An admin vouches that the address is the person's: as if they had pressed the link.</summary>
    [Requires(Permission.ManageUsers), Alias("VouchForEmail")] Task<Result<Receipt>> VouchForEmail(VouchForEmail command);

    [Requires(Permission.ManageUsers), Alias("SetRoles")] Task<Result<Receipt>> SetRoles(SetRoles command);

    /// <summary>Ends sessions and sockets at once and refuses sign-in until restored. Nobody suspends themself: <c>users.self</c>.</summary>
    [Requires(Permission.ManageUsers), Alias("Suspend")] Task<Result<Receipt>> Suspend(SuspendUser command);
    [Requires(Permission.ManageUsers), Alias("Restore")] Task<Result<Receipt>> Restore(RestoreUser command);

    /// <summary>The signed link token of a mail purpose (<c>confirm</c>, <c>reset</c>, <c>email</c>: to the new address) as it is valid now, for the mail
    /// reactor. For the purpose <c>notice</c> the token is empty.</summary>
    [Requires(Permission.System), ReadOnly, Alias("GetMailFacts")] Task<Result<UserMailFacts>> GetMailFacts(string purpose);

    /// <summary>The address that a change replaced, for its notice; the latest five changes are kept. The token is empty.</summary>
    [Requires(Permission.System), ReadOnly, Alias("GetFormerAddress")] Task<Result<UserMailFacts>> GetFormerAddress(string changeId);
}
