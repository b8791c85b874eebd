using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.LiveClasses;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class SeatsTests
{
    [Fact]
    public void A_hundred_sit_and_thirty_wait_in_the_order_they_came()
    {
        var room = new TestRoom(limit: 100);
        room.Enter("prof");
        for (var i = 0; i < 130; i++) room.Enter($"u{i:d3}");
        room.State.People.Values.Count(p => p.Seat == LiveSeat.Seated).ShouldBe(101);
        Seats.Ahead(room.State, room["u129"]).ShouldBe(29);

        room.Do(s => Seats.Leave(s, "u050", room.Now));
        room["u100"].Seat.ShouldBe(LiveSeat.Seated);
        room["u101"].Seat.ShouldBe(LiveSeat.Waiting);
        // Who comes back is the last.
        room.Enter("u050");
        Seats.Ahead(room.State, room["u050"]).ShouldBe(29);
    }

    [Fact]
    public void A_lost_connection_keeps_its_seat_for_the_time_of_grace_and_then_passes_it_on()
    {
        var room = new TestRoom(limit: 1);
        room.Enter("ann", "bob");
        room.Here("ann", "bob");
        room.Wait(20, "bob");
        room["ann"].Seat.ShouldBe(LiveSeat.Seated);
        room.Wait(15, "bob");
        (room["ann"].Seat, room["bob"].Seat).ShouldBe((LiveSeat.Left, LiveSeat.Seated));
    }

    [Fact]
    public void After_a_restart_nobody_loses_a_seat_before_they_could_come_back()
    {
        var room = new TestRoom(limit: 1);
        room.Enter("ann", "bob");
        room.Here("ann", "bob");
        room.Now = room.Now.AddMinutes(10);
        room.Restart();
        room.Look();
        room.Wait(20, "bob");
        room["ann"].Seat.ShouldBe(LiveSeat.Seated);
        room.Here("ann", "bob");
        room.Wait(60, "ann", "bob");
        (room["ann"].Seat, room["bob"].Seat).ShouldBe((LiveSeat.Seated, LiveSeat.Waiting));
    }

    /// <summary>A turn waited for a silo that had died: reports lay in the queue, and nobody was away.</summary>
    [Theory, InlineData(31), InlineData(300)]
    public void A_room_that_was_held_up_takes_no_seat_hand_or_visit_from_anybody(int seconds)
    {
        var room = new TestRoom(limit: 2);
        room.Enter("ann", "bob", "cy");
        room.HereAt("fe1", "ann", "cy");
        room.HereAt("fe2", "bob");
        room.Wait(20, "ann", "bob", "cy");
        room.HereAt("fe2", "bob");
        room.Do(s => Hands.Set(s, new SetHand(true), "ann", LiveRole.Attendee, room.Now));
        var (asked, before) = (room.Now, room.State);
        room.Now = asked.AddSeconds(seconds);
        room.Look();
        room.State.People.ShouldBe(before.People, ignoreOrder: true);
        // What lay in the queue, in any order.
        room.Presence.Report("fe2", 99, ["bob"], room.Now.AddSeconds(-1), room.Now);
        room.Look();
        room.Presence.Report("fe1", 99, ["ann", "cy"], room.Now.AddSeconds(-1), room.Now);
        room.Look();
        foreach (var user in (string[])["ann", "bob", "cy"])
            (room[user].Seat, room[user].Hand, room[user].Visits, room[user].Since).ShouldBe((before.People[user].Seat, before.People[user].Hand, before.People[user].Visits, before.People[user].Since), user);
        (room.Seconds("ann"), room.Seconds("bob")).ShouldBe((19 + seconds, 19 + seconds));
    }

    [Fact]
    public void Who_went_while_the_room_was_held_up_has_the_time_of_grace_from_then_on_and_no_second_of_attendance_more()
    {
        var room = new TestRoom(limit: 1);
        room.Enter("ann", "bob");
        room.HereAt("fe1", "ann");
        room.HereAt("fe2", "bob");
        room.Now = room.Now.AddSeconds(60);
        room.HereAt("fe2", "bob");
        room["ann"].Seat.ShouldBe(LiveSeat.Seated);
        // Her front end died meanwhile.
        for (var i = 0; i < 5; i++)
        {
            room.Pass(5);
            room.HereAt("fe2", "bob");
        }
        room["ann"].Seat.ShouldBe(LiveSeat.Seated);
        for (var i = 0; i < 2; i++)
        {
            room.Pass(5);
            room.HereAt("fe2", "bob");
        }
        (room["ann"].Seat, room["bob"].Seat, room.Seconds("ann")).ShouldBe((LiveSeat.Left, LiveSeat.Seated, 0));
    }

    [Fact]
    public void A_room_that_is_held_up_as_soon_as_it_is_back_waits_all_the_same()
    {
        var room = new TestRoom();
        room.Enter("ann");
        room.Here("ann");
        room.Restart();
        room.Now = room.Now.AddSeconds(40);
        room.Look();
        room["ann"].Seat.ShouldBe(LiveSeat.Seated);
        room.Pass(30);
        room["ann"].Seat.ShouldBe(LiveSeat.Left);
    }

    [Fact]
    public void A_higher_limit_lets_the_next_in_and_a_lower_one_throws_nobody_out()
    {
        var room = new TestRoom(limit: 2);
        room.Enter("a", "b", "c", "d");
        room.Here("a", "b", "c", "d");
        room.Do(s => LiveClass.Change(s, new ChangeLiveClass("Question hour", s.StartsAt, 60, 3), room.Now));
        room.Look();
        room.State.People.Values.Count(p => p.Seat == LiveSeat.Seated).ShouldBe(3);
        room.Do(s => LiveClass.Change(s, new ChangeLiveClass("Question hour", s.StartsAt, 60, 1), room.Now));
        room.Look();
        room.State.People.Values.Count(p => p.Seat == LiveSeat.Seated).ShouldBe(3);
    }

    [Fact]
    public void Hosts_and_co_hosts_take_none_of_the_seats()
    {
        var room = new TestRoom(limit: 1);
        room.Enter("prof", "ann", "bob");
        room["bob"].Seat.ShouldBe(LiveSeat.Waiting);
        room.Do(s => LiveClass.SetCoHost(s, new SetCoHost("bob", true), room.Now));
        room["bob"].Seat.ShouldBe(LiveSeat.Seated);
    }

    [Fact]
    public void Nobody_enters_before_it_opens_or_after_it_is_over()
    {
        Seats.Enter(new TestRoom(phase: LiveClassPhase.Scheduled).State, "ann", LiveRole.Attendee, TestRoom.Start).Error!.Code.ShouldBe("live_classes.not_now");
        var room = new TestRoom();
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        Seats.Enter(room.State, "ann", LiveRole.Attendee, TestRoom.Start).Error!.Code.ShouldBe("live_classes.not_now");
    }

    [Fact]
    public void Whatever_happens_the_limit_holds_and_those_who_wait_came_after_those_who_were_let_in()
    {
        var step = Gen.Choose(0, 11).SelectMany(user => Gen.Choose(0, 2).Select(what => (User: $"u{user}", What: what)));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var room = new TestRoom(limit: 4);
            foreach (var (user, what) in steps)
            {
                room.Now = room.Now.AddSeconds(1);
                if (what == 0) room.Enter(user);
                else if (what == 1) room.Do(s => Seats.Leave(s, user, room.Now));
                else room.Here([.. room.State.People.Keys.Where(u => u != user)]);
                var seated = room.State.People.Values.Where(p => p.Seat == LiveSeat.Seated).ToArray();
                var waiting = room.State.People.Values.Where(p => p.Seat == LiveSeat.Waiting).ToArray();
                seated.Length.ShouldBeLessThanOrEqualTo(4);
                if (waiting.Length > 0)
                {
                    seated.Length.ShouldBe(4);
                    waiting.Min(p => p.Arrival).ShouldBeGreaterThan(seated.Max(p => p.Arrival));
                }
            }
        }).QuickCheckThrowOnFailure();
    }
}
