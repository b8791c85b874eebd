using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Tests.Chat;
using System.Text.Json;

namespace LearningHub.Grains.Tests.LiveClasses;

[Collection("hub")]
public sealed class LiveClassGrainTests(HubFixture hub)
{
    private async Task<LiveRoomOf> Open(int? limit, params string[] students) => await LiveRoomOf.Open(hub.Grains, hub.NewTenant(), limit, students);

    [Fact]
    public async Task Two_hundred_people_vote_at_once_and_change_their_minds_and_the_counts_are_exact()
    {
        string[] people = [.. Enumerable.Range(0, 200).Select(i => $"u{i}")];
        var room = await Open(null, people);
        await Task.WhenAll(people.Select(p => room.Enter(p)));
        using (room.Host()) LiveRoomOf.Ok(await room.Class.AskPoll(new AskPoll("Yes?", ["Yes", "No"], false)));
        await Task.WhenAll(people.Select(async (p, i) =>
        {
            using (room.As(p))
            {
                LiveRoomOf.Ok(await room.Class.Vote(new VotePoll(1, 0)));
                if (i % 4 == 0) LiveRoomOf.Ok(await room.Class.Vote(new VotePoll(1, 1)));
            }
        }));
        var view = await room.See("u0");
        view.Room.Poll!.Counts.ShouldBe([150, 50]);
        view.Me.Votes["1"].ShouldBe(1);
    }

    [Fact]
    public async Task Pushes_show_the_whole_room_with_rising_numbers_and_the_last_is_what_is_true()
    {
        var room = await Open(null, "ann", "bob");
        var heard = await room.Course.Listen(hub.Services, LiveTopics.Class(LiveRoomOf.Id));
        await room.Enter("ann");
        await room.Enter("bob");
        using (room.As("ann")) LiveRoomOf.Ok(await room.Class.SetHand(new SetHand(true)));
        LivePush? Last()
        {
            lock (heard) return heard.LastOrDefault(p => p.Kind == "room");
        }
        await Wait.Until(() => Last() is { } last && JsonDocument.Parse(last.Json).RootElement.GetProperty("handsUp").GetInt32() == 1);
        lock (heard) heard.Where(p => p.Kind == "room").Select(p => p.Seq).ShouldBeInOrder();
        Last()!.Json.ShouldContain("\"phase\":\"open\"");
    }

    [Fact]
    public async Task Only_members_come_in_and_only_hosts_steer()
    {
        var room = await Open(null, "ann");
        using (room.As("eve"))
        {
            (await room.Class.Enter(new EnterLiveClass())).Error!.Code.ShouldBe("live_classes.not_member");
            (await room.Class.Get()).Error!.Code.ShouldBe("live_classes.not_found");
            (await room.Class.MayWatch()).IsOk.ShouldBeFalse();
            (await room.Class.GetPass()).IsOk.ShouldBeFalse();
        }
        using (room.As("ann"))
        {
            (await room.Class.GetPass()).Error!.Code.ShouldBe("live_classes.not_seated");
            (await room.Class.BeginBroadcast(new BeginBroadcast())).Error!.Code.ShouldBe("live_classes.not_yours");
            (await room.Class.AskPoll(new AskPoll("q", ["a", "b"], false))).Error!.Code.ShouldBe("live_classes.not_yours");
        }
        using (room.As("other", Roles.Instructor))
        {
            (await room.Class.End(new EndLiveClass())).Error!.Code.ShouldBe("live_classes.not_yours");
            (await room.Class.Schedule(new ScheduleLiveClass("c1", "Mine now", TimeProvider.System.GetUtcNow().AddHours(1), 60, null))).Error!.Code.ShouldBe("live_classes.exists");
            (await room.Class.GetAttendance()).IsOk.ShouldBeFalse();
        }
        using (ActorContext.As(new Actor("elsewhere", "ann", [Roles.Student], null))) await Should.ThrowAsync<ActorDeniedException>(() => room.Class.Get());
    }

    [Fact]
    public async Task A_co_host_who_is_removed_from_the_course_has_no_right_left_and_is_not_appointed_again()
    {
        var room = await Open(null, "ann", "bob");
        foreach (var user in (string[])["ann", "bob"]) await room.Enter(user);
        using (room.Host()) LiveRoomOf.Ok(await room.Class.SetCoHost(new SetCoHost("ann", true)));
        using (room.As("bob"))
        {
            LiveRoomOf.Ok(await room.Class.SetHand(new SetHand(true)));
            LiveRoomOf.Ok(await room.Class.AskQuestion(new AskLiveQuestion("Why?")));
        }
        LiveBroadcast onAir;
        using (room.As("ann"))
        {
            onAir = LiveRoomOf.Ok(await room.Class.BeginBroadcast(new BeginBroadcast()));
            LiveRoomOf.Ok(await room.Class.AskPoll(new AskPoll("Yes?", ["Yes", "No"], false)));
        }
        await room.Course.Remove("ann");
        using (room.As("ann"))
        {
            (await room.Class.GetPass()).Error!.Code.ShouldBe("live_classes.not_found");
            (await room.Class.MayWatch()).Error!.Code.ShouldBe("live_classes.not_found");
            (await room.Class.Get()).Error!.Code.ShouldBe("live_classes.not_found");
            (await room.Class.Enter(new EnterLiveClass())).Error!.Code.ShouldBe("live_classes.not_member");
            (await room.Class.BeginBroadcast(new BeginBroadcast())).Error!.Code.ShouldBe("live_classes.not_yours");
            (await room.Class.AskPoll(new AskPoll("Again?", ["Yes", "No"], false))).Error!.Code.ShouldBe("live_classes.not_yours");
            (await room.Class.ClosePoll(new ClosePoll(1))).Error!.Code.ShouldBe("live_classes.not_yours");
            (await room.Class.AnswerQuestion(new AnswerLiveQuestion(1, true))).Error!.Code.ShouldBe("live_classes.not_yours");
            (await room.Class.SetHand(new SetHand(false, "bob"))).Error!.Code.ShouldBe("live_classes.not_yours");
            // Her socket is closed, and says so.
            LiveRoomOf.Ok(await room.Class.EndBroadcast(new EndBroadcast(onAir.Session)));
        }
        using (room.Host())
        {
            LiveRoomOf.Ok(await room.Class.Get()).Room.Broadcast.ShouldBeNull();
            LiveRoomOf.Ok(await room.Class.BeginBroadcast(new BeginBroadcast()));
        }
        using (room.As("ann")) (await room.Class.EndBroadcast(new EndBroadcast(2))).Error!.Code.ShouldBe("live_classes.not_yours");
        using (room.Host())
        {
            LiveRoomOf.Ok(await room.Class.SetCoHost(new SetCoHost("ann", false)));
            (await room.Class.SetCoHost(new SetCoHost("ann", true))).Error!.Code.ShouldBe("live_classes.not_member");
            LiveRoomOf.Ok(await room.Class.SetCoHost(new SetCoHost("bob", true)));
        }
        using (room.As("bob")) LiveRoomOf.Ok(await room.Class.ClosePoll(new ClosePoll(1)));
    }

    [Fact]
    public async Task A_class_that_is_scheduled_without_a_limit_takes_the_academys_of_that_moment_and_keeps_it()
    {
        var tenant = hub.NewTenant();
        async Task Set(string value)
        {
            using var admin = ActorContext.As(new Actor(tenant, "ada", [Roles.Admin], null));
            var settings = hub.Grains.Settings(tenant);
            (await settings.Save(new((await settings.Get()).Version, ImmutableDictionary<string, string>.Empty.Add(SettingCatalogue.AttendeeLimit.Name, value)))).Error.ShouldBeNull();
        }
        await Set("2");
        var room = await LiveRoomOf.Open(hub.Grains, tenant, null, "ann", "bob", "eve");
        foreach (var user in (string[])["ann", "bob", "eve"]) await room.Enter(user);
        (await room.See("eve")).ShouldSatisfyAllConditions(v => v.Room.AttendeeLimit.ShouldBe(2), v => v.Me.Seat.ShouldBe(LiveSeat.Waiting));
        await Set("0");
        (await room.See("eve")).Room.AttendeeLimit.ShouldBe(2, "what was scheduled stays");
        using (room.Host())
        {
            LiveRoomOf.Ok(await room.Class.Change(new ChangeLiveClass("Question hour", TimeProvider.System.GetUtcNow().AddHours(1), 60, null)));
            (await room.See("eve")).ShouldSatisfyAllConditions(v => v.Room.AttendeeLimit.ShouldBeNull(), v => v.Me.Seat.ShouldBe(LiveSeat.Seated));
        }
        await Set("7");
        var later = hub.Grains.LiveClass(new(tenant, "later"));
        using (room.Host())
        {
            var plan = new ScheduleLiveClass("c1", "Later", TimeProvider.System.GetUtcNow().AddHours(1), 60, null) { OperationId = "op" };
            LiveRoomOf.Ok(await later.Schedule(plan));
            await Set("9");
        }
        using (room.Host())
        {
            LiveRoomOf.Ok(await later.Schedule(new ScheduleLiveClass("c1", "Later", TimeProvider.System.GetUtcNow().AddHours(1), 60, null) { OperationId = "op" }));
            LiveRoomOf.Ok(await later.Get()).Room.AttendeeLimit.ShouldBe(7, "a plan that is sent again is the same plan");
        }
    }

    [Fact]
    public async Task A_poll_asked_twice_with_one_key_is_one_poll()
    {
        var room = await Open(null);
        using (room.Host())
        {
            var ask = new AskPoll("q", ["a", "b"], false) { OperationId = "k" };
            LiveRoomOf.Ok(await room.Class.AskPoll(ask)).Number.ShouldBe(1);
            LiveRoomOf.Ok(await room.Class.AskPoll(ask)).Number.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_course_lists_its_classes_and_a_student_what_comes()
    {
        var room = await Open(null, "ann");
        var queries = hub.Grains.Queries<ILiveClassQueriesGrain>(room.Tenant);
        await Wait.Until(async () =>
        {
            using (room.As("ann")) return (await queries.OfCourse("c1")).Value is [{ Phase: LiveClassPhase.Open }];
        });
        // Who takes the course is another view, which follows at its own pace.
        using (room.As("ann")) (await Wait.Until(() => queries.Coming(10), c => c.Value is [_, ..])).Value.ShouldHaveSingleItem().Title.ShouldBe("Question hour");
        using (room.As("eve")) (await queries.Coming(10)).Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_kill_the_room_its_seats_hands_poll_questions_and_attendance_are_as_before()
    {
        var server = await TestServer.Shared();
        try
        {
            var database = await server.NewDatabase();
            await using (var host = await TestHost.Start(database))
            {
                var room = await LiveRoomOf.Open(host.Grains, "t1", 1, "ann", "bob");
                await room.Enter("ann");
                await room.Enter("bob");
                using (room.Host())
                {
                    LiveRoomOf.Ok(await room.Class.Start(new StartLiveClass()));
                    LiveRoomOf.Ok(await room.Class.AskPoll(new AskPoll("Yes?", ["Yes", "No"], false)));
                    LiveRoomOf.Ok(await room.Class.BeginBroadcast(new BeginBroadcast()));
                }
                using (ActorContext.As(Actor.System("t1"))) await room.Class.Report("fe", 1, ["ann", "bob"], TimeProvider.System.GetUtcNow());
                using (room.As("ann"))
                {
                    LiveRoomOf.Ok(await room.Class.SetHand(new SetHand(true)));
                    LiveRoomOf.Ok(await room.Class.Vote(new VotePoll(1, 1)));
                    LiveRoomOf.Ok(await room.Class.AskQuestion(new AskLiveQuestion("Why?")));
                }
            }
            await using (var host = await TestHost.Start(database))
            {
                var room = LiveRoomOf.Known(host.Grains, "t1");
                var view = await room.See("ann");
                (view.Room.Phase, view.Room.Hands.Single().UserId, view.Room.Broadcast!.Session).ShouldBe((LiveClassPhase.Live, "ann", 1));
                view.Room.Poll!.Counts.ShouldBe([0, 1]);
                (view.Me.Seat, view.Me.HandUp, view.Me.Votes["1"]).ShouldBe((LiveSeat.Seated, true, 1));
                view.Questions.Items.Single().Text.ShouldBe("Why?");
                (await room.See("bob")).Me.ShouldSatisfyAllConditions(me => me.Seat.ShouldBe(LiveSeat.Waiting), me => me.Ahead.ShouldBe(0));
                // The seat passes on also after the kill, and a new broadcast takes the next number.
                using (room.As("ann")) LiveRoomOf.Ok(await room.Class.Leave(new LeaveLiveClass()));
                (await room.See("bob")).Me.Seat.ShouldBe(LiveSeat.Seated);
                using (room.Host())
                {
                    LiveRoomOf.Ok(await room.Class.BeginBroadcast(new BeginBroadcast())).Session.ShouldBe(2);
                    LiveRoomOf.Ok(await room.Class.GetAttendance()).Select(a => (a.UserId, a.Visits)).ShouldBe([("ann", 1)]);
                }
            }
        }
        finally
        {
            await TestServer.Release();
        }
    }
}
