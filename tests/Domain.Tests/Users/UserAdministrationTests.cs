using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;
using static LearningHub.Domain.Tests.Users.People;

namespace LearningHub.Domain.Tests.Users;

public sealed class UserAdministrationTests
{
    [Fact]
    public void A_suspension_ends_every_session_and_refuses_the_next_sign_in()
    {
        var s = SignedIn();
        var decision = User.Suspend(s, "ada", new SuspendUser("Sold her exam answers"), Admin, Now);
        decision.State!.Sessions.ShouldBeEmpty();
        decision.Events.OfType<UserSessionsEnded>().ShouldHaveSingleItem().Reason.ShouldBe(SessionEndReasons.Suspended);
        string.Concat(decision.Events.Select(e => e.ToString())).ShouldNotContain("exam");
        User.Find(decision.State with { Sessions = s.Sessions }, "s1", Secret("s1"), Now).ShouldBeNull();
        User.SignIn(decision.State, new SignIn("", "", false), "s2", "x", null, Now).Error!.Code.ShouldBe("users.suspended");

        var restored = User.Restore(decision.State, "ada", Admin).State!;
        User.SignIn(restored, new SignIn("", "", false), "s2", "x", null, Now).Error.ShouldBeNull();
    }

    [Fact]
    public void Nobody_does_it_to_themself()
    {
        var self = new Actor("acme", "ada", [Roles.Admin], "s1");
        User.Suspend(SignedIn(), "ada", new SuspendUser("x"), self, Now).Error!.Code.ShouldBe("users.self");
        User.SetRoles(SignedIn(), "ada", new SetRoles([Roles.Student]), self).Error!.Code.ShouldBe("users.self");
        User.Restore(SignedIn(), "ada", self).Error!.Code.ShouldBe("users.self");
    }

    [Fact]
    public void A_suspension_says_why() => User.Suspend(SignedIn(), "ada", new SuspendUser("  "), Admin, Now).Error!.Code.ShouldBe("users.reason_missing");

    [Fact]
    public void Roles_are_a_set_of_known_words()
    {
        User.SetRoles(Registered(), "ada", new SetRoles([]), Admin).Error!.Code.ShouldBe("users.role_unknown");
        User.SetRoles(Registered(), "ada", new SetRoles(["system"]), Admin).Error!.Code.ShouldBe("users.role_unknown");
        var both = User.SetRoles(Registered(), "ada", new SetRoles([Roles.Student, Roles.Instructor]), Admin).State!;
        both.Roles.ShouldBe([Roles.Instructor, Roles.Student]);
        User.SetRoles(both, "ada", new SetRoles([Roles.Student, Roles.Instructor]), Admin).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void What_was_never_registered_is_not_found()
    {
        User.Suspend(UserState.Empty, "x", new SuspendUser("x"), Admin, Now).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        User.SetRoles(UserState.Empty, "x", new SetRoles([Roles.Student]), Admin).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        User.MaySee(UserState.Empty, "x", Admin).ShouldBeFalse();
        User.MaySee(Registered(), "ada", Bob).ShouldBeFalse();
    }
}
