using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Users;

using Outcome = Decision<UserState>;

/// <summary>What admins do with people. Nobody does it to themself, so an academy keeps at least the admin who acts.</summary>
internal static partial class User
{
    public static Outcome SetRoles(UserState s, string userId, SetRoles c, Actor actor)
    {
        if (!s.IsRegistered) return UserErrors.NotFound;
        if (actor.UserId == userId) return UserErrors.Self;
        if (!AreRoles(c.Roles)) return UserErrors.RoleUnknown;
        // Kept in one order, so that the same set is no change.
        var roles = c.Roles.Sort(StringComparer.Ordinal);
        return s.Roles.Sort(StringComparer.Ordinal).SequenceEqual(roles) ? Outcome.NoChange(s) : Outcome.Of(s with { Roles = roles }, new UserRolesSet(roles));
    }

    /// <summary>Ends every session. Links in mails that are under way still prove the address, but open nothing.</summary>
    public static Outcome Suspend(UserState s, string userId, SuspendUser c, Actor actor, DateTimeOffset now)
    {
        if (!s.IsRegistered) return UserErrors.NotFound;
        if (actor.UserId == userId) return UserErrors.Self;
        if (PlainText.Line(c.Reason, 500) is not { Length: > 0 } reason) return UserErrors.ReasonMissing;
        if (s.Suspension is not null) return Outcome.NoChange(s);
        var next = s with { Suspension = new(reason, now, actor.UserId), Sessions = [] };
        return s.Sessions.IsEmpty ? Outcome.Of(next, new UserSuspended()) : Outcome.Of(next, new UserSuspended(), Ended(s.Sessions, SessionEndReasons.Suspended));
    }

    public static Outcome Restore(UserState s, string userId, Actor actor)
    {
        if (!s.IsRegistered) return UserErrors.NotFound;
        if (actor.UserId == userId) return UserErrors.Self;
        return s.Suspension is null ? Outcome.NoChange(s) : Outcome.Of(s with { Suspension = null }, new UserRestored());
    }
}
