using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Users;

using Outcome = Decision<UserState>;

/// <summary>Another address for the same person. It is theirs only when they show that they read its mail; until then the old one stands.</summary>
internal static partial class User
{
    public const int MaxFormer = 5;
    public static readonly TimeSpan EmailLinkLife = TimeSpan.FromDays(1);

    /// <summary>All that can be refused before the password is checked, which is dear.</summary>
    public static Error? CheckEmailChange(UserState s, string userId, string email, Actor actor, DateTimeOffset now)
    {
        if (!IsOwn(s, userId, actor)) return UserErrors.NotYours;
        if (EmailAddress.Normalise(email) is not { } normal) return UserErrors.EmailInvalid;
        if (normal == s.Email) return UserErrors.EmailSame;
        return s.EmailChange is { } last && now - last.Link.RequestedAt < BetweenMails ? UserErrors.TooSoon : null;
    }

    /// <summary>The caller has checked the current password. Nothing is claimed yet: nobody keeps an address from its owner by asking for it.</summary>
    public static Outcome RequestEmailChange(UserState s, string userId, RequestEmailChange c, string nonce, Actor actor, DateTimeOffset now)
    {
        if (CheckEmailChange(s, userId, c.Email, actor, now) is { } error) return error;
        var change = new EmailChange(EmailAddress.Normalise(c.Email)!, new(nonce, now, now + EmailLinkLife));
        return Outcome.Of(s with { EmailChange = change, WrongInRow = 0 }, new UserEmailChangeRequested());
    }

    /// <summary>Links that went to the old address die with the change.</summary>
    public static Outcome ConfirmEmailChange(UserState s, LinkProof proof, DateTimeOffset now)
    {
        if (!s.IsRegistered || s.EmailChange is not { } change || !proof.Opens(MailLinks.Email, change.Link, now)) return UserErrors.LinkInvalid;
        if (s.Email == change.Email) return Outcome.NoChange(s);
        var former = s.Former.Add(new(change.Link.Nonce, s.Email));
        var next = s with
        {
            Email = change.Email, EmailConfirmed = true, Confirm = null, Reset = null,
            Former = former.Length > MaxFormer ? former.RemoveAt(0) : former,
        };
        return Outcome.Of(next, new UserEmailChanged(change.Link.Nonce)) with
        {
            Claims = [new(EmailClaim, change.Email)],
            Released = [new(EmailClaim, s.Email)],
            ClaimTaken = UserErrors.EmailTaken,
        };
    }

    /// <summary>The address that is asked for and not yet shown to be the person's.</summary>
    public static string? NewEmail(UserState s, DateTimeOffset now) =>
        s.EmailChange is { } change && change.Email != s.Email && change.Link.ExpiresAt > now ? change.Email : null;
}
