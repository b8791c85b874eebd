using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Users;

using Outcome = Decision<UserState>;

/// <summary>Sessions that an admin opens as a person, and an admin's word for an address.</summary>
internal static partial class User
{
    public const int MostHelpers = 5;
    public static readonly TimeSpan ImpersonationLife = TimeSpan.FromMinutes(30);

    public static Outcome Impersonate(UserState s, string userId, ImpersonateUser c, string sessionId, string secret, Actor actor, DateTimeOffset now)
    {
        if (actor.IsSystem || actor.By is not null || actor.SessionId is not { Length: > 0 } own) return UserErrors.InPerson;
        if (!s.IsRegistered) return UserErrors.NotFound;
        if (actor.UserId == userId) return UserErrors.Self;
        if (s.Roles.Contains(Roles.Admin)) return UserErrors.NotForAdmins;
        if (s.Suspension is not null) return UserErrors.Suspended;
        if (PlainText.Line(c.Reason, 500) is not { Length: > 0 } reason) return UserErrors.ReasonMissing;

        // One a person and admin: whoever forgot to end the last one has not left a door open.
        var before = s.Sessions.Where(x => x.By?.AdminId == actor.UserId).ToArray();
        var others = s.Sessions.RemoveAll(x => x.ExpiresAt <= now || x.By?.AdminId == actor.UserId);
        if (others.Count(x => x.By is not null) >= MostHelpers) return UserErrors.TooManyHelpers;
        var session = new Session(sessionId, HashOf(secret), "An admin, on your behalf", now, now + ImpersonationLife, false, new(actor.UserId, own));
        var record = new ImpersonationRecord(actor.UserId, reason, now, session.ExpiresAt);
        return Outcome.Of(s with { Sessions = others.Add(session) },
            [.. before.Where(x => x.ExpiresAt > now).Select(x => new UserImpersonationEnded(x.Id, actor.UserId)), new UserImpersonationStarted(sessionId, actor.UserId, session.ExpiresAt)]) with
        {
            Records = [RecordChange.Put(ImpersonationRecord.Type, sessionId, now.ToUnixTimeMilliseconds(), record)],
        };
    }

    /// <summary>Only by who holds it. Nothing to do when it has ended.</summary>
    public static Outcome EndImpersonation(UserState s, string userId, Actor actor)
    {
        if (actor.By is null || actor.UserId != userId) return UserErrors.InPerson;
        var at = actor.SessionId is { } id ? IndexOf(s, id) : -1;
        return at < 0 || s.Sessions[at].By is not { } by ? Outcome.NoChange(s) : Outcome.Of(s with { Sessions = s.Sessions.RemoveAt(at) }, new UserImpersonationEnded(s.Sessions[at].Id, by.AdminId));
    }

    /// <summary>A living session of an admin who is not suspended. One on behalf is never an admin's.</summary>
    public static bool MayActForOthers(UserState s, string? sessionId, DateTimeOffset now) =>
        s.Suspension is null && s.Roles.Contains(Roles.Admin) && s.Sessions.Any(x => x.Id == sessionId && x.ExpiresAt > now && x.By is null);

    public static Outcome VouchForEmail(UserState s, string userId, Actor actor)
    {
        if (!s.IsRegistered) return UserErrors.NotFound;
        if (actor.UserId == userId) return UserErrors.Self;
        return s.EmailConfirmed ? Outcome.NoChange(s) : Outcome.Of(s with { EmailConfirmed = true }, new UserEmailVouched());
    }
}
