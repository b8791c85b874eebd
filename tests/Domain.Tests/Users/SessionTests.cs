using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;
using static LearningHub.Domain.Tests.Users.People;

namespace LearningHub.Domain.Tests.Users;

public sealed class SessionTests
{
    [Fact]
    public void Only_the_right_secret_opens_a_living_session()
    {
        var s = SignedIn();
        User.Find(s, "s1", Secret("s1"), Now).ShouldNotBeNull();
        User.Find(s, "s1", Secret("s2"), Now).ShouldBeNull();
        User.Find(s, "s2", Secret("s1"), Now).ShouldBeNull();
        User.Find(s, "s1", "", Now).ShouldBeNull();
        User.Find(s, "s1", Secret("s1"), Now.AddHours(12)).ShouldBeNull();
        s.Sessions[0].SecretHash.ShouldNotContain(Secret("s1"));
    }

    [Fact]
    public void A_short_session_slides_a_remembered_one_ends_after_thirty_days()
    {
        var s = SignedIn();
        User.Renew(s, "s1", Now.AddMinutes(30)).IsNoChange.ShouldBeTrue();
        User.Renew(s, "s1", Now.AddHours(2)).State!.Sessions[0].ExpiresAt.ShouldBe(Now.AddHours(14));
        User.Renew(s, "s1", Now.AddHours(13)).IsNoChange.ShouldBeTrue();
        var remembered = SignedIn(remember: true);
        User.Renew(remembered, "s1", Now.AddDays(29)).IsNoChange.ShouldBeTrue();
        User.Find(remembered, "s1", Secret("s1"), Now.AddDays(30).AddSeconds(-1)).ShouldNotBeNull();
        User.Find(remembered, "s1", Secret("s1"), Now.AddDays(30)).ShouldBeNull();
    }

    [Fact]
    public void The_twenty_first_session_ends_the_oldest()
    {
        var s = Registered();
        for (var i = 0; i < 20; i++) s = SignIn(s, $"s{i}", Now.AddMinutes(i));
        var decision = User.SignIn(s, new SignIn("", "Phone", false), "new", Secret("new"), null, Now.AddMinutes(20));
        decision.State!.Sessions.Length.ShouldBe(20);
        decision.State.Sessions.ShouldNotContain(x => x.Id == "s0");
        decision.Events.OfType<UserSessionsEnded>().ShouldHaveSingleItem().ShouldBe(new UserSessionsEnded(["s0"], SessionEndReasons.TooMany), new EndedComparer());
    }

    [Fact]
    public void A_person_ends_own_sessions_and_others_end_none()
    {
        var s = SignIn(SignIn(SignedIn(), "s2", Now), "s3", Now);
        User.EndSession(s, "ada", new EndSession("s2"), Ada).State!.Sessions.Select(x => x.Id).ShouldBe(["s1", "s3"]);
        User.EndSession(s, "ada", new EndSession(null), Ada).State!.Sessions.Select(x => x.Id).ShouldBe(["s1"]);
        User.EndSession(s, "ada", new EndSession("s2"), Bob).Error!.Code.ShouldBe("users.not_yours");
        User.EndSession(s, "ada", new EndSession("gone"), Ada).Error!.Code.ShouldBe("users.session_unknown");
        User.EndSession(s, "ada", new EndSession(null), Admin).State!.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public void A_new_password_ends_the_other_sessions()
    {
        var s = SignIn(SignedIn(), "s2", Now);
        var decision = User.ChangePassword(s, "ada", new ChangePassword("", "another long one"), "hash2", Ada);
        decision.State!.Sessions.Select(x => x.Id).ShouldBe(["s1"]);
        decision.State.PasswordHash.ShouldBe("hash2");
        User.ChangePassword(s, "ada", new ChangePassword("", "another long one"), "hash2", Admin).Error!.Code.ShouldBe("users.not_yours");
    }

    [Fact]
    public void Ten_wrong_passwords_in_a_row_lock_out_for_fifteen_minutes()
    {
        var s = Registered();
        for (var i = 0; i < 9; i++) s = User.WrongPassword(s, Now).State!;
        User.IsLockedOut(s, Now).ShouldBeFalse();
        var tenth = User.WrongPassword(s, Now);
        tenth.Events.ShouldHaveSingleItem().ShouldBe(new UserLockedOut(Now.AddMinutes(15)));
        User.SignIn(tenth.State!, new SignIn("", "", false), "s", "x", null, Now.AddMinutes(14)).Error!.Code.ShouldBe("users.locked_out");
        User.SignIn(tenth.State!, new SignIn("", "", false), "s", "x", null, Now.AddMinutes(15)).Error.ShouldBeNull();
    }

    [Fact]
    public void A_right_password_forgets_the_wrong_ones()
    {
        var s = Registered();
        for (var i = 0; i < 9; i++) s = User.WrongPassword(s, Now).State!;
        s = SignIn(s, "s1", Now);
        s.WrongInRow.ShouldBe(0);
        User.IsLockedOut(User.WrongPassword(s, Now).State!, Now).ShouldBeFalse();
    }

    /// <summary>Any history of signing in, trying wrong, ending and waiting.</summary>
    [Fact]
    public void After_any_history_the_bounds_hold()
    {
        var steps = Gen.Choose(0, 9).ListOf(200);
        Prop.ForAll(steps.ToArbitrary(), history =>
        {
            var (s, now, n) = (Registered(), Now, 0);
            foreach (var step in history)
            {
                now = now.AddMinutes(step);
                var decision = step switch
                {
                    <= 5 => User.SignIn(s, new SignIn("", "x", step % 2 == 0), $"s{n++}", "secret", null, now),
                    6 => User.EndSession(s, "ada", new EndSession(s.Sessions.FirstOrDefault()?.Id ?? "none"), Ada),
                    7 => User.Renew(s, s.Sessions.LastOrDefault()?.Id ?? "none", now),
                    _ => User.WrongPassword(s, now),
                };
                var wasLocked = User.IsLockedOut(s, now);
                if (wasLocked && step <= 5 && decision.Error is null) return false;
                s = decision.State ?? s;
                if (s.Sessions.Length > User.MaxSessions || s.WrongInRow is < 0 or >= User.MaxWrongInRow) return false;
                if (s.LockedUntil > now + User.LockoutTime) return false;
                if (s.Sessions.Any(x => x.ExpiresAt > x.OpenedAt + User.LongSession && x.Remember)) return false;
                if (s.Sessions.Select(x => x.Id).Distinct().Count() != s.Sessions.Length) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    private sealed class EndedComparer : IEqualityComparer<UserSessionsEnded>
    {
        public bool Equals(UserSessionsEnded? x, UserSessionsEnded? y) => x!.Reason == y!.Reason && x.SessionIds.SequenceEqual(y.SessionIds);
        public int GetHashCode(UserSessionsEnded x) => x.Reason.GetHashCode(StringComparison.Ordinal);
    }
}
