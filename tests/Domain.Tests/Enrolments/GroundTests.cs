using LearningHub.Grains.Common;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Domain.Tests.Enrolments;

public sealed class GroundTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly MemberKey Key = new("t", "c", "sam");
    private static readonly Actor Sam = new("t", "sam", [Roles.Student], null);
    private static readonly Actor Ines = new("t", "ines", [Roles.Instructor], null);
    private static readonly CourseFacts Paid = new(true, CourseStatus.Published, "ines", [new(4_900, "EUR")], "Course", [], 1, null);
    private static readonly CourseFacts Free = Paid with { Prices = [] };

    private static EnrolmentState Ok(Decision<EnrolmentState> d) => d.Error is { } e ? throw new InvalidOperationException(e.Code) : d.State!;
    private static Decision<EnrolmentState> Grant(EnrolmentState s, string ground) => Enrolment.Grant(s, new(ground), Paid, Key, Now);
    private static Decision<EnrolmentState> Revoke(EnrolmentState s, string ground) => Enrolment.Revoke(s, new(ground, "refunded"));

    [Fact]
    public void Access_lasts_while_any_ground_stands()
    {
        var first = Grant(EnrolmentState.Empty, "order-1");
        first.Events.Select(e => e.GetType().Name).ShouldBe(["GroundGranted", "StudentEnrolled"]);
        Grant(Ok(first), "order-1").IsNoChange.ShouldBeTrue();
        var both = Grant(Ok(first), "licence-2");
        both.Events.Length.ShouldBe(1);
        var one = Revoke(Ok(both), "order-1");
        Ok(one).IsActive.ShouldBeTrue();
        Revoke(Ok(one), "order-1").IsNoChange.ShouldBeTrue();
        var none = Revoke(Ok(one), "licence-2");
        Ok(none).Status.ShouldBe(EnrolmentStatus.Revoked);
        none.Events.Last().ShouldBe(new StudentRevoked("refunded"));
        Ok(Grant(Ok(none), "order-3")).IsActive.ShouldBeTrue();
        Enrolment.Enrol(Ok(none), Paid, Key, Sam, Now).Error!.Code.ShouldBe("enrolments.not_free");
    }

    [Fact]
    public void Who_paid_and_left_comes_back_without_paying_until_the_money_is_back()
    {
        var left = Ok(Enrolment.Leave(Ok(Grant(EnrolmentState.Empty, "order-1")), Key, Sam, Now));
        left.Status.ShouldBe(EnrolmentStatus.Left);
        Ok(Enrolment.Enrol(left, Paid, Key, Sam, Now)).IsActive.ShouldBeTrue();
        Enrolment.Enrol(Ok(Revoke(left, "order-1")), Paid, Key, Sam, Now).Error!.Code.ShouldBe("enrolments.not_free");
    }

    [Fact]
    public void What_cost_nothing_is_given_up_with_the_place()
    {
        var free = Ok(Enrolment.Enrol(EnrolmentState.Empty, Free, Key, Sam, Now));
        Enrolment.HoldsOwnSeat(free).ShouldBeTrue();
        Enrolment.Enrol(Ok(Enrolment.Leave(free, Key, Sam, Now)), Paid, Key, Sam, Now).Error!.Code.ShouldBe("enrolments.not_free");
    }

    [Fact]
    public void No_purchase_undoes_a_removal()
    {
        var removed = Ok(Enrolment.Remove(Ok(Grant(EnrolmentState.Empty, "order-1")), new("noise"), Paid, Ines));
        Grant(removed, "order-2").Error!.Code.ShouldBe("enrolments.removed");
        Grant(removed, "order-1").IsNoChange.ShouldBeTrue();
        var refunded = Ok(Revoke(removed, "order-1"));
        refunded.Status.ShouldBe(EnrolmentStatus.Removed);
        Ok(Enrolment.Readmit(refunded, Paid, Ines)).Grounds.ShouldBe(["staff"]);
        Ok(Enrolment.Readmit(removed, Paid, Ines)).Grounds.ShouldBe(["order-1"]);
    }

    [Fact]
    public void An_unpublished_course_still_serves_those_who_bought_it_and_nobody_buys_their_own()
    {
        Ok(Enrolment.Grant(EnrolmentState.Empty, new("order-1"), Paid with { Status = CourseStatus.Draft }, Key, Now)).IsActive.ShouldBeTrue();
        Enrolment.Grant(EnrolmentState.Empty, new("order-1"), Paid, Key with { UserId = "ines" }, Now).Error!.Code.ShouldBe("enrolments.own_course");
        Grant(EnrolmentState.Empty, "order 1").Error!.Code.ShouldBe("enrolments.bad_ground");
        Enrolment.Revoke(Ok(Grant(EnrolmentState.Empty, "order-1")), new("order-1", "free text!")).Error!.Code.ShouldBe("enrolments.bad_reason");
    }

    [Fact]
    public void Places_from_before_there_were_grounds_were_had_for_nothing()
    {
        EnrolmentState.Upgrade(new() { Status = EnrolmentStatus.Active }, 1).Grounds.ShouldBe(["free"]);
        EnrolmentState.Upgrade(new() { Status = EnrolmentStatus.Left }, 1).Grounds.ShouldBeEmpty();
        EnrolmentState.Upgrade(new() { Status = EnrolmentStatus.Active, Grounds = ["order-1"] }, 2).Grounds.ShouldBe(["order-1"]);
    }
}
