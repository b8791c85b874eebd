using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Users;

using Outcome = Decision<UserState>;

/// <summary>Passwords tried, sessions opened and ended.</summary>
internal static partial class User
{
    public const int MaxSessions = 20;
    public const int MaxWrongInRow = 10;
    public static readonly TimeSpan LockoutTime = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan ShortSession = TimeSpan.FromHours(12);
    public static readonly TimeSpan LongSession = TimeSpan.FromDays(30);

    /// <summary>A short session slides, but not at every request: a renewal is a write. A very short one slides by a quarter of itself.</summary>
    public static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(30);

    public static bool IsLockedOut(UserState s, DateTimeOffset now) => s.LockedUntil > now;

    public static Outcome WrongPassword(UserState s, DateTimeOffset now)
    {
        var wrong = s.WrongInRow + 1;
        if (wrong < MaxWrongInRow) return Outcome.Of(s with { WrongInRow = wrong, LockedUntil = null });
        var until = now + LockoutTime;
        return Outcome.Of(s with { WrongInRow = 0, LockedUntil = until }, new UserLockedOut(until));
    }

    /// <summary>The password was right. Suspension is told only here: to others the account looks like any other.</summary>
    /// <param name="newHash">The password hashed again at today's cost, or null.</param>
    public static Outcome SignIn(UserState s, SignIn c, string sessionId, string secret, string? newHash, DateTimeOffset now, SessionLives? lives = null)
    {
        if (!s.IsRegistered) return UserErrors.SignInRefused;
        if (IsLockedOut(s, now)) return UserErrors.LockedOut;
        if (s.Suspension is not null) return UserErrors.Suspended;

        var session = new Session(sessionId, HashOf(secret), DeviceOf(c.Device), now, now + (c.Remember ? lives?.Long ?? LongSession : lives?.Short ?? ShortSession), c.Remember);
        var living = s.Sessions.RemoveAll(x => x.ExpiresAt <= now).Add(session);
        // What an admin opened on their behalf takes no place of theirs.
        var own = living.RemoveAll(x => x.By is not null);
        var tooMany = own.OrderBy(x => x.OpenedAt).ThenBy(x => x.Id == sessionId).Take(own.Length - MaxSessions).ToImmutableArray();
        var next = s with { Sessions = living.RemoveRange(tooMany), PasswordHash = newHash ?? s.PasswordHash, WrongInRow = 0, LockedUntil = null };
        return tooMany.IsEmpty
            ? Outcome.Of(next, new UserSignedIn(sessionId, c.Remember))
            : Outcome.Of(next, new UserSignedIn(sessionId, c.Remember), Ended(tooMany, SessionEndReasons.TooMany));
    }

    /// <summary>The living session that this secret opens. A comparison of hashes in constant time.</summary>
    public static Session? Find(UserState s, string? sessionId, string? secret, DateTimeOffset now)
    {
        if (s.Suspension is not null || sessionId is null || secret is not { Length: > 0 and <= 100 }) return null;
        foreach (var session in s.Sessions)
        {
            if (session.Id != sessionId) continue;
            if (session.By is not null && s.Roles.Contains(Roles.Admin)) return null;
            return session.ExpiresAt > now && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(session.SecretHash), Encoding.ASCII.GetBytes(HashOf(secret))) ? session : null;
        }
        return null;
    }

    /// <summary>Also when it would live for longer than sessions may by now.</summary>
    public static bool IsDueForRenewal(Session session, DateTimeOffset now, SessionLives? lives = null)
    {
        var life = lives?.Short ?? ShortSession;
        return !session.Remember && session.By is null && (session.ExpiresAt - now < life - (life / 4 < RenewAfter ? life / 4 : RenewAfter) || session.ExpiresAt - now > life);
    }

    /// <summary>A short session that is in use goes on for 12 hours; one that is remembered ends after its 30 days.</summary>
    public static Outcome Renew(UserState s, string sessionId, DateTimeOffset now, SessionLives? lives = null)
    {
        var at = IndexOf(s, sessionId);
        if (at < 0 || s.Suspension is not null || s.Sessions[at].ExpiresAt <= now || !IsDueForRenewal(s.Sessions[at], now, lives)) return Outcome.NoChange(s);
        return Outcome.Of(s with { Sessions = s.Sessions.SetItem(at, s.Sessions[at] with { ExpiresAt = now + (lives?.Short ?? ShortSession) }) });
    }

    /// <summary>One session, or all but the caller's.</summary>
    public static Outcome EndSession(UserState s, string userId, EndSession c, Actor actor)
    {
        if (!MaySee(s, userId, actor)) return UserErrors.NotYours;
        if (c.SessionId is null)
        {
            var others = s.Sessions.RemoveAll(x => x.Id == actor.SessionId);
            return others.IsEmpty ? Outcome.NoChange(s)
                : Outcome.Of(s with { Sessions = s.Sessions.RemoveRange(others) }, Ended(others, SessionEndReasons.Ended));
        }
        var at = IndexOf(s, c.SessionId);
        if (at < 0) return UserErrors.SessionUnknown;
        return Outcome.Of(s with { Sessions = s.Sessions.RemoveAt(at) }, Ended([s.Sessions[at]], ReasonOf(c.SessionId, actor)));
    }

    public static string ReasonOf(string? sessionId, Actor actor) => sessionId is not null && sessionId == actor.SessionId ? SessionEndReasons.SignedOut : SessionEndReasons.Ended;

    public static string HashOf(string secret) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static int IndexOf(UserState s, string sessionId)
    {
        for (var i = 0; i < s.Sessions.Length; i++)
            if (s.Sessions[i].Id == sessionId) return i;
        return -1;
    }

    private static string DeviceOf(string? device)
    {
        var kept = string.Concat((device ?? "").Where(ch => ch is >= ' ' and <= '~').Take(80)).Trim();
        return kept.Length == 0 ? "Unknown device" : kept;
    }
}

/// <summary>How long sessions live by what the academy has set: after their last use, and at all.</summary>
internal sealed record SessionLives(TimeSpan Short, TimeSpan Long);
