using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;

namespace LearningHub.Domain.Tests.Users;

public sealed class ImpersonationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor Ada = new("t", "ada", [Roles.Admin], "own");
    private static readonly UserState Sam = new() { Name = "Sam", Email = "sam@example.test", Roles = [Roles.Student], RegisteredAt = Now };

    private static UserState Entered(UserState s, string session = "s1", Actor? by = null, DateTimeOffset? at = null) =>
        User.Impersonate(s, "sam", new("Cannot see the quiz"), session, "secret", by ?? Ada, at ?? Now).State!;

    [Fact]
    public void It_lasts_thirty_minutes_is_never_renewed_and_the_event_carries_no_reason()
    {
        var begun = User.Impersonate(Sam, "sam", new("Cannot see the quiz"), "s1", "secret", Ada, Now);
        begun.Events.ShouldBe([new UserImpersonationStarted("s1", "ada", Now.AddMinutes(30))]);
        begun.Records.Single().Json!.ShouldContain("Cannot see the quiz");
        var s = begun.State!;
        User.Find(s, "s1", "secret", Now.AddMinutes(29))!.By.ShouldBe(new Impersonator("ada", "own"));
        User.Find(s, "s1", "secret", Now.AddMinutes(30)).ShouldBeNull();
        User.IsDueForRenewal(s.Sessions[0], Now.AddMinutes(29)).ShouldBeFalse();
        User.Renew(s, "s1", Now.AddMinutes(29)).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Whom_and_who_may_not()
    {
        string? Code(UserState s, Actor by, string reason = "why", string id = "sam") => User.Impersonate(s, id, new(reason), "s1", "x", by, Now).Error?.Code;
        Code(Sam with { Roles = [Roles.Student, Roles.Admin] }, Ada).ShouldBe("users.not_for_admins");
        Code(Sam with { Suspension = new("x", Now, "ada") }, Ada).ShouldBe("users.suspended");
        Code(UserState.Empty, Ada).ShouldBe("users.not_found");
        Code(Sam, Ada, id: "ada").ShouldBe("users.self");
        Code(Sam, Ada with { SessionId = null }).ShouldBe("users.in_person");
        Code(Sam, Ada with { By = "eve" }).ShouldBe("users.in_person");
        Code(Sam, Actor.System("t")).ShouldBe("users.in_person");
        foreach (var reason in (string[])["", "   ", new('x', 501), "a\u0000b"]) Code(Sam, Ada, reason).ShouldBe("users.reason_missing");
    }

    [Fact]
    public void One_an_admin_at_most_five_and_none_takes_a_place_of_the_persons_own()
    {
        var s = Entered(Entered(Sam), "s2");
        s.Sessions.Single().Id.ShouldBe("s2");
        for (var n = 0; n < 4; n++) s = Entered(s, $"h{n}", Ada with { UserId = $"admin{n}" });
        User.Impersonate(s, "sam", new("why"), "s9", "x", Ada with { UserId = "sixth" }, Now).Error!.Code.ShouldBe("users.too_many_helpers");
        Entered(s, "s10", Ada with { UserId = "sixth" }, Now.AddMinutes(30)).Sessions.ShouldHaveSingleItem();
        for (var n = 0; n < User.MaxSessions; n++) s = User.SignIn(s, new SignIn("", "x", true), $"own{n}", "x", null, Now).State!;
        s.Sessions.Count(x => x.By is null).ShouldBe(User.MaxSessions);
        s.Sessions.Count(x => x.By is not null).ShouldBe(5);
    }

    [Fact]
    public void It_is_worth_nothing_once_the_person_is_an_admin_or_suspended()
    {
        var s = Entered(Sam);
        User.Find(s with { Roles = [Roles.Admin] }, "s1", "secret", Now).ShouldBeNull();
        User.Find(User.Suspend(s, "sam", new("x"), Ada, Now).State!, "s1", "secret", Now).ShouldBeNull();
    }

    [Fact]
    public void It_is_ended_by_who_holds_it_and_by_the_person_and_ending_twice_is_no_change()
    {
        var s = Entered(Sam);
        var held = new Actor("t", "sam", [Roles.Student], "s1", "ada");
        var ended = User.EndImpersonation(s, "sam", held);
        ended.Events.ShouldBe([new UserImpersonationEnded("s1", "ada")]);
        User.EndImpersonation(ended.State!, "sam", held).IsNoChange.ShouldBeTrue();
        User.EndImpersonation(s, "sam", held with { By = null }).Error!.Code.ShouldBe("users.in_person");
        User.EndImpersonation(s, "sam", held with { UserId = "mia" }).Error!.Code.ShouldBe("users.in_person");
        User.EndSession(s, "sam", new EndSession("s1"), new("t", "sam", [Roles.Student], "other")).State!.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public void Only_a_living_session_of_an_admin_of_good_standing_stands_behind_others()
    {
        var ada = Sam with { Roles = [Roles.Admin], Sessions = [new("own", "h", "d", Now, Now.AddHours(1), false)] };
        User.MayActForOthers(ada, "own", Now).ShouldBeTrue();
        User.MayActForOthers(ada, "own", Now.AddHours(1)).ShouldBeFalse();
        User.MayActForOthers(ada, "other", Now).ShouldBeFalse();
        User.MayActForOthers(ada with { Roles = [Roles.Instructor] }, "own", Now).ShouldBeFalse();
        User.MayActForOthers(ada with { Suspension = new("x", Now, "eve") }, "own", Now).ShouldBeFalse();
        User.MayActForOthers(ada with { Sessions = [ada.Sessions[0] with { By = new("eve", "e") }] }, "own", Now).ShouldBeFalse();
    }

    [Theory]
    [InlineData("t|sam|student|s1|ada", "ada"), InlineData("t|sam|student|s1", null), InlineData("t|sam|student|s1|", null)]
    public void The_actor_of_an_event_carries_both_ids(string text, string? by)
    {
        Actor.Parse(text)!.By.ShouldBe(by);
        Actor.Parse(Actor.Parse(text)!.ToString())!.By.ShouldBe(by);
        Actor.Parse(text + "|more|and|more").ShouldBeNull();
    }
}
