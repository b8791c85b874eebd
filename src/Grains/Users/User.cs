using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Users;

using Outcome = Decision<UserState>;

/// <summary>The rules about a person: registration, e-mail, profile. Sign-in is in <c>User.SignIn.cs</c>, what admins do in <c>User.Administration.cs</c>.</summary>
internal static partial class User
{
    public const string EmailClaim = "email";
    public static readonly TimeSpan ConfirmLinkLife = TimeSpan.FromDays(7);
    public static readonly TimeSpan ResetLinkLife = TimeSpan.FromHours(1);
    public static readonly TimeSpan BetweenMails = TimeSpan.FromMinutes(1);

    /// <summary>All that can be refused before the password is hashed, which is dear.</summary>
    public static Error? Check(UserState s, RegisterUser c, Actor actor)
    {
        if (s.IsRegistered) return UserErrors.AlreadyRegistered;
        if (PlainText.Line(c.Name, 80) is not { Length: > 0 }) return UserErrors.NameInvalid;
        if (EmailAddress.Normalise(c.Email) is not { } email) return UserErrors.EmailInvalid;
        if (PasswordPolicy.Check(c.Password, email) is { } weak) return weak;
        if (!AreRoles(RolesOf(c))) return UserErrors.RoleUnknown;
        return RolesOf(c) is [Roles.Student] || actor.IsSystem ? null : UserErrors.RolesNotYours;
    }

    /// <param name="nonce">Random; for the confirmation link.</param>
    public static Outcome Register(UserState s, RegisterUser c, string passwordHash, string nonce, Actor actor, DateTimeOffset now)
    {
        if (Check(s, c, actor) is { } error) return error;
        var email = EmailAddress.Normalise(c.Email)!;
        var vouchedFor = actor.IsSystem;
        var next = s with
        {
            Name = PlainText.Line(c.Name, 80)!,
            Email = email,
            EmailConfirmed = vouchedFor,
            // A browser's guess at the zone is no reason to refuse a registration.
            Zone = ZoneOf(c.Zone) ?? "",
            PasswordHash = passwordHash,
            Roles = RolesOf(c),
            RegisteredAt = now,
            Confirm = vouchedFor ? null : new(nonce, now, now + ConfirmLinkLife),
        };
        return Outcome.Of(next, new UserRegistered(next.Roles, !vouchedFor)) with
        {
            Claims = [new(EmailClaim, email)],
            ClaimTaken = UserErrors.EmailTaken,
        };
    }

    /// <summary>Repeating the link that confirmed the address is no mistake: people click twice.</summary>
    public static Outcome ConfirmEmail(UserState s, LinkProof proof, DateTimeOffset now)
    {
        if (!s.IsRegistered || !proof.Opens(MailLinks.Confirm, s.Confirm, now)) return UserErrors.LinkInvalid;
        return s.EmailConfirmed ? Outcome.NoChange(s) : Outcome.Of(s with { EmailConfirmed = true }, new UserEmailConfirmed());
    }

    public static Outcome ResendConfirmation(UserState s, string userId, string nonce, Actor actor, DateTimeOffset now)
    {
        if (!IsOwn(s, userId, actor)) return UserErrors.NotYours;
        if (s.EmailConfirmed) return UserErrors.AlreadyConfirmed;
        if (s.Confirm is { } last && now - last.RequestedAt < BetweenMails) return UserErrors.TooSoon;
        return Outcome.Of(s with { Confirm = new(nonce, now, now + ConfirmLinkLife) }, new UserConfirmationRequested());
    }

    /// <summary>At most one a minute, silently: whoever asks for another person's mail learns nothing.</summary>
    public static Outcome RequestPasswordReset(UserState s, string nonce, DateTimeOffset now)
    {
        if (!s.IsRegistered) return UserErrors.NotFound;
        if (s.Reset is { } last && now - last.RequestedAt < BetweenMails) return Outcome.NoChange(s);
        return Outcome.Of(s with { Reset = new(nonce, now, now + ResetLinkLife) }, new UserPasswordResetRequested());
    }

    /// <summary>Everything about a reset that can be refused before the password is hashed.</summary>
    public static Error? CheckReset(UserState s, LinkProof proof, string password, DateTimeOffset now) =>
        !s.IsRegistered || !proof.Opens(MailLinks.Reset, s.Reset, now) ? UserErrors.LinkInvalid : PasswordPolicy.Check(password, s.Email);

    /// <summary>One use: the link goes with its nonce. Who can read the mail also owns the address.</summary>
    public static Outcome ResetPassword(UserState s, LinkProof proof, string password, string passwordHash, DateTimeOffset now)
    {
        if (CheckReset(s, proof, password, now) is { } error) return error;
        var next = s with { PasswordHash = passwordHash, Reset = null, Sessions = [], WrongInRow = 0, LockedUntil = null, EmailConfirmed = true, EmailChange = null };
        var events = new List<DomainEvent> { new UserPasswordChanged("reset") };
        if (!s.Sessions.IsEmpty) events.Add(Ended(s.Sessions, SessionEndReasons.PasswordChanged));
        if (!s.EmailConfirmed) events.Add(new UserEmailConfirmed());
        return Outcome.Of(next, [.. events]);
    }

    /// <summary>The caller has checked the current password. The caller's own session lives on, all others end.</summary>
    public static Outcome ChangePassword(UserState s, string userId, ChangePassword c, string passwordHash, Actor actor)
    {
        if (!IsOwn(s, userId, actor)) return UserErrors.NotYours;
        if (PasswordPolicy.Check(c.Password, s.Email) is { } weak) return weak;
        var others = s.Sessions.RemoveAll(x => x.Id == actor.SessionId);
        var next = s with { PasswordHash = passwordHash, Reset = null, Sessions = s.Sessions.RemoveRange(others), WrongInRow = 0, LockedUntil = null, EmailChange = null };
        return others.IsEmpty
            ? Outcome.Of(next, new UserPasswordChanged("changed"))
            : Outcome.Of(next, new UserPasswordChanged("changed"), Ended(others, SessionEndReasons.PasswordChanged));
    }

    public static Outcome ChangeProfile(UserState s, string userId, ChangeProfile c, Actor actor)
    {
        if (!IsOwn(s, userId, actor)) return UserErrors.NotYours;
        if (PlainText.Line(c.Name, 80) is not { Length: > 0 } name) return UserErrors.NameInvalid;
        if (PlainText.Line(c.Headline, 160) is not { } headline) return UserErrors.HeadlineTooLong;
        if (ZoneOf(c.Zone) is not { } zone) return UserErrors.ZoneUnknown;
        var next = s with { Name = name, Headline = headline, Zone = zone };
        return next == s ? Outcome.NoChange(s) : Outcome.Of(next, new UserProfileChanged());
    }

    /// <summary>Own things, or everybody's for admins and the platform.</summary>
    public static bool MaySee(UserState s, string userId, Actor actor) => s.IsRegistered && (actor.UserId == userId || actor.IsAdmin);

    private static bool IsOwn(UserState s, string userId, Actor actor) => s.IsRegistered && actor.UserId == userId;

    private static ImmutableArray<string> RolesOf(RegisterUser c) => c.Roles.IsDefaultOrEmpty ? [Roles.Student] : c.Roles;

    private static bool AreRoles(ImmutableArray<string> roles) =>
        !roles.IsDefaultOrEmpty && roles.All(Roles.All.Contains) && roles.Distinct().Count() == roles.Length;

    private static string? ZoneOf(string? zone) =>
        string.IsNullOrEmpty(zone) ? "" : zone.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId ? zone : null;

    private static UserSessionsEnded Ended(IEnumerable<Session> sessions, string reason) => new([.. sessions.Select(x => x.Id)], reason);
}
