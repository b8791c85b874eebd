using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Common;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Domain.Tests.Enrolments;

public sealed class WaitingListTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly EnrolmentStanding Stranger = new(EnrolmentStatus.None, false);

    private static CourseOffer Course(int? places) => new(true, CourseStatus.Published, "prof", "Bread", [], places);
    private static SeatPoolState Ok(Decision<SeatPoolState> d) => d.Error is { } e ? throw new InvalidOperationException(e.Code) : d.State!;
    private static string Code(Decision<SeatPoolState> d) => d.Error!.Code;
    private static SeatPoolState Full(int places) => Enumerable.Range(0, places).Aggregate(SeatPoolState.Empty, (s, i) => Ok(SeatPool.Count(s, $"free-in{i}", null)));
    private static SeatPoolState Lined(SeatPoolState state, int places, params string[] users) => users.Aggregate(state, (s, u) => Ok(WaitingList.Join(s, u, Course(places), Stranger, Now)));
    private static SeatPoolState Freed(SeatPoolState state, int i) => Ok(SeatPool.Release(state, new($"free-in{i}"), new($"free-in{i}", 1), Now));
    private static Decision<SeatPoolState> Take(SeatPoolState state, string user, int places, DateTimeOffset? at = null, string? order = null) =>
        SeatPool.Reserve(state, new(order ?? $"free-{user}", 1, (at ?? Now).AddHours(1), user), null, places, at ?? Now);

    [Fact]
    public void A_place_that_becomes_free_is_held_for_the_first_in_line_and_for_nobody_else()
    {
        var state = Freed(Lined(Full(2), 2, "ann", "bob"), 0);
        WaitingList.PassOn(state, 2, Now, open: false).IsNoChange.ShouldBeTrue();
        // Before anybody looked: what is free is for those who wait.
        Code(Take(state, "eve", 2)).ShouldBe("enrolments.no_seats");
        var passed = WaitingList.PassOn(state, 2, Now);
        passed.Events.ShouldBe([new SeatOffered("ann", Now + WaitingList.OfferLasts)]);
        state = Ok(passed);
        (state.OfferTo("ann", Now)?.Until, state.OfferTo("bob", Now), state.Waiting.Keys.Single()).ShouldBe((Now + WaitingList.OfferLasts, null, "bob"));
        Code(Take(state, "eve", 2)).ShouldBe("enrolments.no_seats");
        Code(Take(state, "bob", 2)).ShouldBe("enrolments.no_seats");
        var taken = Ok(SeatPool.Count(Ok(Take(state, "ann", 2)), "free-ann", null));
        (taken.Taken, taken.HeldAt(Now), WaitingList.IsOver(taken, Now)).ShouldBe((2, 0, false));
        WaitingList.PassOn(taken, 2, Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void An_offer_lasts_a_day_then_the_next_has_it_and_the_line_is_over_with_the_last()
    {
        var state = Ok(WaitingList.PassOn(Freed(Lined(Full(1), 1, "ann", "bob"), 0), 1, Now));
        var later = Now + WaitingList.OfferLasts + TimeSpan.FromSeconds(1);
        Code(Take(state, "bob", 1, later)).ShouldBe("enrolments.no_seats");
        var passed = WaitingList.PassOn(state, 1, later);
        passed.Events.ShouldBe([new SeatOfferEnded("ann", RanOut: true), new SeatOffered("bob", later + WaitingList.OfferLasts)]);
        // Ann comes too late, and may line up again.
        Code(Take(Ok(passed), "ann", 1, later)).ShouldBe("enrolments.no_seats");
        var quit = WaitingList.Quit(Ok(passed), "bob", later);
        quit.Events.ShouldBe([new SeatOfferEnded("bob", RanOut: false)]);
        var over = Ok(WaitingList.PassOn(Ok(quit), 1, later));
        (over.PassesOn, WaitingList.IsOver(over, later)).ShouldBe((false, true));
        Ok(Take(over, "eve", 1, later)).HeldAt(later).ShouldBe(1);
        WaitingList.Quit(over, "bob", later).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_place_that_is_offered_is_bought_by_an_order_and_offered_again_when_the_order_comes_to_nothing()
    {
        var state = Ok(WaitingList.PassOn(Freed(Lined(Full(1), 1, "ann", "bob"), 0), 1, Now));
        var bought = Ok(Take(state, "ann", 1, order: "o1"));
        (bought.HeldAt(Now), bought.OfferTo("ann", Now)).ShouldBe((1, null));
        // Sent again, and by another order of hers.
        Take(bought, "ann", 1, order: "o1").IsNoChange.ShouldBeTrue();
        Code(Take(bought, "ann", 1, order: "o2")).ShouldBe("enrolments.no_seats");
        var back = Ok(SeatPool.Release(bought, new("o1"), null, Now.AddHours(2)));
        (back.HeldAt(Now.AddHours(2)), back.OfferTo("ann", Now.AddHours(2))!.Until).ShouldBe((1, Now + WaitingList.OfferLasts));
        // The order's time is over, her day is not: the place stays hers while the bank thinks, and is given to nobody.
        WaitingList.PassOn(bought, 1, Now.AddHours(3)).IsNoChange.ShouldBeTrue();
        Ok(SeatPool.Confirm(bought, new("o1"), null, 1, Now.AddHours(3))).Taken.ShouldBe(1);
        bought.OfferedUntil("ann", Now.AddHours(3)).ShouldBe(Now + WaitingList.OfferLasts);
        WaitingList.Join(bought, "ann", Course(1), Stranger, Now).IsNoChange.ShouldBeTrue();
        // After its day it is the next one's.
        var late = Ok(SeatPool.Release(bought, new("o1"), null, Now.AddDays(2)));
        Ok(WaitingList.PassOn(late, 1, Now.AddDays(2))).OfferTo("bob", Now.AddDays(2)).ShouldNotBeNull();
    }

    [Fact]
    public void The_end_of_an_earlier_enrolment_that_is_heard_of_late_takes_no_offer_away()
    {
        var state = Ok(WaitingList.PassOn(Freed(Lined(Full(1), 1, "ann"), 0), 1, Now));
        SeatPool.Release(state, new("free-ann"), null, Now).IsNoChange.ShouldBeTrue();
        // An enrolment that failed after its place was held gives the offer back, as one record.
        var failed = SeatPool.Release(Ok(Take(state, "ann", 1)), new("free-ann"), null, Now);
        failed.Records.Count(r => r.Id == "free-ann").ShouldBe(1);
        Ok(failed).OfferTo("ann", Now).ShouldNotBeNull();
        // One whose process died before its commit, too, once its hour is over.
        var died = Ok(Take(state, "ann", 1));
        died.OfferedUntil("ann", Now).ShouldBe(Now + WaitingList.OfferLasts);
        Ok(WaitingList.PassOn(died, 1, Now.AddHours(2))).OfferTo("ann", Now.AddHours(2)).ShouldNotBeNull();
    }

    [Fact]
    public void Nobody_takes_anothers_offer_by_the_name_of_an_order()
    {
        var state = Ok(WaitingList.PassOn(Freed(Lined(Full(1), 1, "ann"), 0), 5, Now));
        Code(Take(state, "eve", 5, order: "free-ann")).ShouldBe("enrolments.no_seats");
        state.OfferTo("ann", Now).ShouldNotBeNull();
    }

    [Fact]
    public void Who_waits_no_more_leaves_line_and_offer_at_once()
    {
        var state = Ok(WaitingList.PassOn(Freed(Lined(Full(1), 1, "ann"), 0), 1, Now));
        var both = state with { Waiting = state.Waiting.Add("ann", 9) };
        var quit = WaitingList.Quit(both, "ann", Now);
        quit.Events.ShouldBe([new WaitingListLeft("ann"), new SeatOfferEnded("ann", RanOut: false)]);
        (Ok(quit).Waiting.Count, Ok(quit).HeldAt(Now)).ShouldBe((0, 0));
    }

    [Fact]
    public void Who_passes_a_place_on_while_an_order_for_it_is_open_is_not_given_it_again()
    {
        var state = Ok(WaitingList.PassOn(Freed(Lined(Full(1), 1, "ann", "bob"), 0), 1, Now));
        var ordered = Ok(Take(state, "ann", 1, order: "o1"));
        var quit = WaitingList.Quit(ordered, "ann", Now);
        quit.Events.ShouldBe([new SeatOfferEnded("ann", RanOut: false)]);
        // The order is hers still, and holds the place as any order does.
        (Ok(quit).HeldAt(Now), Ok(quit).OfferedUntil("ann", Now)).ShouldBe((1, null));
        WaitingList.Quit(Ok(quit), "ann", Now).IsNoChange.ShouldBeTrue();
        Ok(SeatPool.Confirm(Ok(quit), new("o1"), null, 1, Now)).Taken.ShouldBe(1);
        var cancelled = Ok(SeatPool.Release(Ok(quit), new("o1"), null, Now));
        Ok(WaitingList.PassOn(cancelled, 1, Now)).OfferTo("bob", Now).ShouldNotBeNull();
        Ok(WaitingList.PassOn(Ok(quit), 1, Now.AddHours(2))).OfferTo("bob", Now.AddHours(2)).ShouldNotBeNull();
    }

    [Fact]
    public void A_limit_that_is_lowered_takes_no_offer_away()
    {
        var state = Ok(WaitingList.PassOn(Freed(Lined(Full(2), 2, "ann"), 0), 2, Now));
        Ok(SeatPool.Count(Ok(Take(state, "ann", 1)), "free-ann", null)).Taken.ShouldBe(2);
        var ordered = Ok(Take(state, "ann", 1, order: "o1"));
        // Also when the bank took longer than the order had: her day is not over.
        Ok(SeatPool.Confirm(ordered, new("o1"), null, 1, Now.AddHours(3))).Taken.ShouldBe(2);
        Code(SeatPool.Reserve(state, new("o2", 2, Now.AddHours(1), "ann"), null, 1, Now)).ShouldBe("enrolments.no_seats");
    }

    [Fact]
    public void Only_those_wait_who_could_enrol_and_find_no_place()
    {
        var full = Full(1);
        Code(WaitingList.Join(full, "ann", Course(1) with { Status = CourseStatus.Draft }, Stranger, Now)).ShouldBe("enrolments.not_open");
        Code(WaitingList.Join(full, "prof", Course(1), Stranger, Now)).ShouldBe("enrolments.own_course");
        Code(WaitingList.Join(full, "ann", Course(1), new(EnrolmentStatus.Removed, false), Now)).ShouldBe("enrolments.removed");
        Code(WaitingList.Join(full, "ann", Course(1), new(EnrolmentStatus.Active, true), Now)).ShouldBe("enrolments.enrolled_already");
        Code(WaitingList.Join(full, "ann", Course(2), Stranger, Now)).ShouldBe("enrolments.seats_left");
        Code(WaitingList.Join(full, "ann", Course(null), Stranger, Now)).ShouldBe("enrolments.seats_left");
        var waiting = Ok(WaitingList.Join(full, "ann", Course(1), Stranger, Now));
        WaitingList.Join(waiting, "ann", Course(1), Stranger, Now).IsNoChange.ShouldBeTrue();
        // A free place is for those who wait: who comes now lines up behind them.
        Ok(WaitingList.Join(Freed(waiting, 0), "bob", Course(1), Stranger, Now)).Waiting["bob"].ShouldBe(2);
    }

    [Fact]
    public void A_line_of_a_hundred_and_fifty_is_served_in_order_when_the_limit_is_lifted()
    {
        var state = Lined(Full(1), 1, [.. Enumerable.Range(0, 150).Select(i => $"p{i:000}")]);
        var first = WaitingList.PassOn(state, null, Now);
        first.Events.OfType<SeatOffered>().Select(o => o.UserId).ShouldBe(Enumerable.Range(0, 100).Select(i => $"p{i:000}"));
        var second = WaitingList.PassOn(Ok(first), null, Now);
        second.Events.Length.ShouldBe(50);
        WaitingList.PassOn(Ok(second), null, Now).IsNoChange.ShouldBeTrue();
    }

    private enum Step { Join, Quit, Enrol, Commit, Fail, Order, Pay, Leave, PassOn, Hours, Day, More, Fewer }

    [Fact]
    public void Whatever_happens_nobody_overtakes_and_there_are_never_more_in_than_places() =>
        Prop.ForAll((from who in Gen.Choose(0, 7) from step in Gen.Elements(Enum.GetValues<Step>()) select (who, step)).ListOf(80).ToArbitrary(), steps =>
        {
            var (state, now, limit) = (SeatPoolState.Empty, Now, 3);
            var taken = new HashSet<string>();
            foreach (var (who, step) in steps)
            {
                var user = $"u{who}";
                var before = state;
                var decision = step switch
                {
                    Step.Join => WaitingList.Join(state, user, Course(limit), new(taken.Contains(user) ? EnrolmentStatus.Active : EnrolmentStatus.None, taken.Contains(user)), now),
                    Step.Quit => WaitingList.Quit(state, user, now),
                    Step.Enrol => taken.Contains(user) ? Decision<SeatPoolState>.NoChange(state) : Take(state, user, limit, now),
                    Step.Order => taken.Contains(user) ? Decision<SeatPoolState>.NoChange(state) : Take(state, user, limit, now, $"order-{user}"),
                    Step.Commit => state.Holds.TryGetValue($"free-{user}", out var h) && !h.IsOffer && h.Until >= now && taken.Add(user) ? SeatPool.Count(state, $"free-{user}", null) : Decision<SeatPoolState>.NoChange(state),
                    Step.Pay => state.Holds.TryGetValue($"order-{user}", out var o) && o.HeldAt(now) > 0 && taken.Add(user) ? SeatPool.Confirm(state, new($"order-{user}"), null, limit, now) : Decision<SeatPoolState>.NoChange(state),
                    Step.Fail => SeatPool.Release(state, new($"order-{user}"), null, now),
                    Step.Leave => taken.Remove(user) ? SeatPool.Release(state, new($"free-{user}"), new($"free-{user}", 1), now) : Decision<SeatPoolState>.NoChange(state),
                    Step.PassOn => WaitingList.PassOn(state, limit, now),
                    _ => Decision<SeatPoolState>.NoChange(state),
                };
                if (decision.Error is null) state = decision.State!;
                now += step switch { Step.Day => TimeSpan.FromHours(30), Step.Hours => TimeSpan.FromHours(2), _ => TimeSpan.FromMinutes(1) };
                limit += step == Step.More ? 1 : step == Step.Fewer && limit > 1 ? -1 : 0;
                // Nothing but a lower limit makes them more than places.
                if (step != Step.Fewer && before.Taken + before.HeldAt(now) <= limit) (state.Taken + state.HeldAt(now)).ShouldBeLessThanOrEqualTo(limit);
                // Who was offered a place had the lowest ticket of all.
                foreach (var offered in decision.Events.OfType<SeatOffered>())
                    state.Waiting.Values.ShouldAllBe(ticket => ticket > before.Waiting[offered.UserId]);
                state.Waiting.Keys.ShouldAllBe(u => state.OfferTo(u, now) == null);
                // What is held is never refused to whom it is held for.
                if (step is Step.Pay or Step.Commit) decision.Error.ShouldBeNull();
                if (step is Step.Quit && decision.Error is null) state.OfferedUntil(user, now).ShouldBeNull();
                decision.Records.GroupBy(r => (r.Type, r.Id)).ShouldAllBe(g => g.Count() == 1);
                state.Taken.ShouldBe(taken.Count);
            }
        }).QuickCheckThrowOnFailure();
}
