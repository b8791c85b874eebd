using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.LiveClasses;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class AttendanceTests
{
    [Fact]
    public void Time_between_two_visits_does_not_count()
    {
        var room = new TestRoom();
        room.Enter("ann");
        room.Here("ann");
        room.Wait(125, "ann");
        room.Here();
        room.Wait(20);
        room.Here("ann");
        room.Wait(60, "ann");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        (room.Seconds("ann"), room["ann"].Visits).ShouldBe((185, 2));
    }

    [Fact]
    public void Two_devices_on_two_front_ends_count_once()
    {
        var room = new TestRoom();
        room.Enter("ann");
        room.HereAt("fe1", "ann");
        for (var i = 0; i < 12; i++)
        {
            room.Now = room.Now.AddSeconds(5);
            room.HereAt("fe1", "ann");
            room.HereAt("fe2", "ann");
        }
        // One device leaves: she is still here.
        room.HereAt("fe2");
        room.Now = room.Now.AddSeconds(5);
        room.HereAt("fe1", "ann");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        (room.Seconds("ann"), room["ann"].Visits).ShouldBe((65, 1));
    }

    [Fact]
    public void Only_the_time_while_the_class_is_live_counts()
    {
        var room = new TestRoom(phase: LiveClassPhase.Open);
        room.Enter("ann");
        room.Here("ann");
        room.Wait(300, "ann");
        room.Do(s => LiveClass.Start(s, room.Now));
        room.Wait(60, "ann");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        room.Seconds("ann").ShouldBe(60);
    }

    [Fact]
    public void Waiting_for_a_seat_is_not_attending()
    {
        var room = new TestRoom(limit: 1);
        room.Enter("ann", "bob");
        room.Here("ann", "bob");
        room.Wait(60, "ann", "bob");
        room.Do(s => Seats.Leave(s, "ann", room.Now));
        room.Wait(30, "ann", "bob");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        (room.Seconds("ann"), room.Seconds("bob")).ShouldBe((60, 30));
    }

    [Fact]
    public void Who_takes_the_seat_again_after_a_long_outage_is_not_given_the_time_of_it()
    {
        var room = new TestRoom();
        room.Enter("ann");
        room.Here("ann");
        room.Wait(100, "ann");
        room.Now = room.Now.AddSeconds(60);
        room.Restart();
        room.Enter("ann");
        room.Pass(3);
        room.Wait(50, "ann");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        (room.Seconds("ann"), room["ann"].Visits).ShouldBe((145, 2));
    }

    [Fact]
    public void A_short_outage_of_the_room_costs_nobody_a_second()
    {
        var room = new TestRoom();
        room.Enter("ann");
        room.Here("ann");
        room.Wait(100, "ann");
        room.Restart();
        room.Now = room.Now.AddSeconds(8);
        room.Wait(52, "ann");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        room.Seconds("ann").ShouldBe(160);
    }

    [Fact]
    public void A_long_outage_does_not_count_and_what_was_written_down_before_does()
    {
        var room = new TestRoom();
        room.Enter("ann", "bob");
        room.Here("ann", "bob");
        room.Wait(100, "ann", "bob");
        room.Restart();
        room.Now = room.Now.AddSeconds(300);
        room.Here("ann");
        room.Wait(60, "ann");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        room.Seconds("ann").ShouldBe(160);
        room["ann"].Visits.ShouldBe(2);
        // Bob never came back: his visit ends where he was last known to be there.
        room.Seconds("bob").ShouldBe(100);
    }

    [Fact]
    public void A_class_that_ends_right_after_a_long_outage_counts_what_was_known_before_it()
    {
        var room = new TestRoom();
        room.Enter("ann");
        room.Here("ann");
        room.Wait(105, "ann");
        room.Restart();
        room.Now = room.Now.AddSeconds(300);
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        room.Seconds("ann").ShouldBe(105);
    }

    [Fact]
    public void A_second_outage_does_not_give_those_who_did_not_come_back_the_time_between()
    {
        var room = new TestRoom();
        room.Enter("ann", "bob");
        room.Here("ann", "bob");
        room.Wait(100, "ann", "bob");
        room.Now = room.Now.AddSeconds(60);
        room.Restart();
        room.Wait(10, "ann");
        room.Now = room.Now.AddSeconds(60);
        room.Restart();
        room.Wait(40, "ann");
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        // The first report after a return begins a visit.
        room.Seconds("bob").ShouldBe(100);
        room.Seconds("ann").ShouldBe(100 + 4 + 35, "the second room said last after 9 s that it was there");
    }

    [Fact]
    public void Deaths_in_quick_succession_do_not_give_those_who_left_the_time_of_all_rooms()
    {
        var room = new TestRoom();
        room.Enter("ann", "bob");
        room.Here("ann", "bob");
        room.Wait(10, "ann", "bob");
        for (var deaths = 0; deaths < 6; deaths++)
        {
            room.Now = room.Now.AddSeconds(5);
            room.Restart();
            // No room lives as long as those who are missing are waited for.
            room.Wait(10, "ann");
        }
        room["bob"].Seat.ShouldBe(LiveSeat.Seated);
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        (room.Seconds("ann"), room.Seconds("bob")).ShouldBe((100, 10));
        room["ann"].Visits.ShouldBe(1);
    }

    [Fact]
    public void While_nobody_is_there_the_room_writes_nothing_down()
    {
        var room = new TestRoom();
        room.Enter("ann");
        room.Here("ann");
        room.Wait(10, "ann");
        room.Here();
        room.Wait(60);
        var alive = room.State.AliveAt;
        room.Wait(60);
        room.State.AliveAt.ShouldBe(alive);
    }

    [Fact]
    public void A_front_end_that_died_is_believed_to_its_last_word()
    {
        var room = new TestRoom();
        room.Enter("ann", "bob");
        room.HereAt("fe1", "ann");
        room.HereAt("fe2", "bob");
        for (var i = 0; i < 20; i++)
        {
            room.Pass(5);
            if (i < 10) room.HereAt("fe1", "ann");
            room.HereAt("fe2", "bob");
        }
        (room.Seconds("ann"), room["ann"].Since).ShouldBe((50, null));
        room["ann"].Seat.ShouldBe(LiveSeat.Left);
    }

    [Fact]
    public void A_report_that_waited_counts_from_when_it_was_made_and_none_is_believed_to_be_of_the_future_or_long_ago()
    {
        var now = TestRoom.Start;
        RoomPresence.Credible(now.AddSeconds(-3), now).ShouldBe(now.AddSeconds(-3));
        RoomPresence.Credible(now.AddSeconds(3), now).ShouldBe(now);
        RoomPresence.Credible(now.AddHours(-1), now).ShouldBe(now.AddSeconds(-10));
        var presence = new RoomPresence(now);
        presence.Report("fe1", 1, ["ann"], now, now);
        presence.Report("fe2", 1, ["ann"], now.AddSeconds(-2), now);
        (presence.PresentSince("ann"), presence.LastSeen("ann")).ShouldBe((now, now));
    }

    [Fact]
    public void An_older_report_that_comes_late_changes_nothing()
    {
        var presence = new RoomPresence(TestRoom.Start);
        presence.Report("fe", 2, ["ann"], TestRoom.Start, TestRoom.Start);
        presence.Report("fe", 1, [], TestRoom.Start, TestRoom.Start);
        presence.PresentSince("ann").ShouldNotBeNull();
    }

    [Fact]
    public void A_front_end_whose_clock_is_slow_is_believed_as_long_as_another()
    {
        var now = TestRoom.Start.AddMinutes(1);
        var presence = new RoomPresence(TestRoom.Start);
        Listen(-60, 0);
        presence.Report("slow", 1, ["ann"], now.AddSeconds(-10), now);
        Listen(0, 14.9);
        presence.PresentSince("ann").ShouldBe(now.AddSeconds(-10));
        // Another front end's report, too, is no reason to forget it.
        presence.Report("fast", 1, ["bob"], now.AddSeconds(14.9), now.AddSeconds(14.9));
        presence.PresentSince("ann").ShouldNotBeNull();
        presence.Expire(now.AddSeconds(15));
        (presence.PresentSince("ann"), presence.LastSeen("ann")).ShouldBe((null, now.AddSeconds(-10)));

        void Listen(double from, double to)
        {
            for (var at = from + 1; at < to; at++) presence.Expire(now.AddSeconds(at));
            presence.Expire(now.AddSeconds(to));
        }
    }
}
