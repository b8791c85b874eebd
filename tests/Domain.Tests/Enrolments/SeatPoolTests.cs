using LearningHub.Grains.Common;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Domain.Tests.Enrolments;

public sealed class SeatPoolTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static SeatPoolState Ok(Decision<SeatPoolState> d) => d.Error is { } e ? throw new InvalidOperationException(e.Code) : d.State!;
    private static Decision<SeatPoolState> Reserve(SeatPoolState s, string order, int count, int? limit, DateTimeOffset? at = null) =>
        SeatPool.Reserve(s, new(order, count, (at ?? Now).AddMinutes(30)), null, limit, at ?? Now);

    [Fact]
    public void Places_are_held_taken_and_given_back()
    {
        var held = Ok(Reserve(SeatPoolState.Empty, "o1", 3, 3));
        Reserve(held, "o2", 1, 3).Error!.Code.ShouldBe("enrolments.no_seats");
        Reserve(held, "o1", 3, 3).IsNoChange.ShouldBeTrue();
        Ok(Reserve(held, "o1", 2, 3)).HeldAt(Now).ShouldBe(2);
        var taken = Ok(SeatPool.Confirm(held, new("o1"), null, 3, Now));
        (taken.Taken, taken.HeldAt(Now)).ShouldBe((3, 0));
        var record = new SeatsTaken("o1", 3);
        SeatPool.Confirm(taken, new("o1"), record, 3, Now).IsNoChange.ShouldBeTrue();
        SeatPool.Reserve(taken, new("o1", 3, Now), record, 3, Now).IsNoChange.ShouldBeTrue();
        Ok(SeatPool.Release(taken, new("o1"), record, Now)).Taken.ShouldBe(0);
        SeatPool.Release(taken, new("o9"), null, Now).IsNoChange.ShouldBeTrue();
        SeatPool.Confirm(SeatPoolState.Empty, new("o9"), null, 3, Now).Error!.Code.ShouldBe("enrolments.no_reservation");
    }

    [Fact]
    public void A_reservation_that_ran_out_is_free_for_others_and_good_for_its_order_while_there_is_room()
    {
        var later = Now.AddMinutes(31);
        var held = Ok(Reserve(SeatPoolState.Empty, "o1", 1, 1));
        Ok(SeatPool.Confirm(held, new("o1"), null, 1, later)).Taken.ShouldBe(1);
        var other = Ok(Reserve(held, "o2", 1, 1, later));
        SeatPool.Confirm(other, new("o1"), null, 1, later).Error!.Code.ShouldBe("enrolments.no_seats");
        Ok(SeatPool.Confirm(other, new("o2"), null, 1, later)).Taken.ShouldBe(1);
    }

    [Theory]
    [InlineData("o", 0)]
    [InlineData("o", 101)]
    [InlineData("O/1", 1)]
    public void A_wish_for_places_is_checked(string order, int count) => Reserve(SeatPoolState.Empty, order, count, null).Error!.Code.ShouldBe("enrolments.bad_seats");

    [Fact]
    public void Lowering_the_limit_takes_nobodys_place()
    {
        var taken = Ok(SeatPool.Confirm(Ok(Reserve(SeatPoolState.Empty, "o1", 5, 10)), new("o1"), null, 10, Now));
        Reserve(taken, "o2", 1, 3).Error!.Code.ShouldBe("enrolments.no_seats");
        Ok(SeatPool.Count(taken, "free-sam", null)).Taken.ShouldBe(6);
    }

    [Fact]
    public void Who_comes_straight_back_keeps_a_place_although_their_leaving_is_heard_of_late()
    {
        var (sam, record) = ("free-sam", new SeatsTaken("free-sam", 1));
        var taken = Ok(SeatPool.Count(SeatPoolState.Empty, sam, null));
        Decision<SeatPoolState> Back(SeatPoolState s) => SeatPool.Reserve(s, new(sam, 1, Now.AddHours(1), "sam"), record, 1, Now);
        var back = Ok(Back(taken));
        Back(back).IsNoChange.ShouldBeTrue();
        // Heard of after they came back: nobody else gets the place, and in the end it is one.
        var late = Ok(SeatPool.Release(back, new(sam), record, Now));
        Reserve(late, "o1", 1, 1).Error!.Code.ShouldBe("enrolments.no_seats");
        var counted = Ok(SeatPool.Count(late, sam, null));
        (counted.Taken, counted.HeldAt(Now)).ShouldBe((1, 0));
        // Heard of only when they were in again: what stood beside it is given back.
        var again = SeatPool.Count(back, sam, record);
        again.Events.ShouldBe([new SeatsReleased(sam, 1, RanOut: false)]);
        (Ok(again).Taken, Ok(again).HeldAt(Now)).ShouldBe((1, 0));
        SeatPool.Count(Ok(again), sam, record).IsNoChange.ShouldBeTrue();
        // An order that is paid holds nothing twice.
        SeatPool.Reserve(taken, new("o9", 1, Now, "sam"), new("o9", 1), 1, Now).IsNoChange.ShouldBeTrue();
    }
}
