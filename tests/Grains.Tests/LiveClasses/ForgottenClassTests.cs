using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Tests.Payments;

namespace LearningHub.Grains.Tests.LiveClasses;

/// <summary>Nobody ends it, and all leave.</summary>
public sealed class ForgottenClassTests
{
    private static Task<Result<LiveRecordingPlan>> Plan(LiveRoomOf room)
    {
        using (ActorContext.As(Actor.System(room.Tenant))) return room.Class.GetRecordingPlan();
    }

    private static async Task Report(LiveRoomOf room, TimeProvider time, long number, params string[] people)
    {
        using (ActorContext.As(Actor.System(room.Tenant))) await room.Class.Report("fe", number, [.. people], time.GetUtcNow());
    }

    [Fact]
    public async Task A_class_that_all_have_left_before_it_may_be_ended_is_ended_when_it_may()
    {
        var server = await TestServer.Shared();
        try
        {
            var clock = new ShiftedClock();
            await using var host = await TestHost.Start(await server.NewDatabase(), b => b.Services.AddSingleton<TimeProvider>(clock));
            var room = await LiveRoomOf.Live(host.Grains, "t1", clock, "ann");
            clock.Stand();
            await room.Enter("ann");
            await Report(room, clock, 1, "ann");
            // Her seat is kept for two seconds more: the next look that the room takes by itself will free it.
            for (var second = 0; second < 28; second++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await Report(room, clock, 2 + second);
            }
            (await Plan(room)).Error!.Code.ShouldBe("live_classes.not_now");
            using (room.Host()) LiveRoomOf.Ok(await room.Class.Get()).Room.Seated.ShouldBe(1);
            clock.Advance(TimeSpan.FromMinutes(6));
            // It has looked: it has been empty for long, and it is early for the end.
            using (room.Host()) await Wait.Until(async () => LiveRoomOf.Ok(await room.Class.Get()), v => v.Room.Seated == 0);
            (await Plan(room)).Error!.Code.ShouldBe("live_classes.not_now");
            clock.Advance(TimeSpan.FromHours(3));
            var plan = await Wait.Until(() => Plan(room), p => p.IsOk);
            (plan.Value!.EndedAt - plan.Value.LiveAt).ShouldBeGreaterThan(TimeSpan.FromHours(3));
            using (room.Host()) LiveRoomOf.Ok(await room.Class.Get()).Room.Phase.ShouldBe(LiveClassPhase.Ended);
        }
        finally
        {
            await TestServer.Release();
        }
    }

    [Fact]
    public async Task A_class_that_opened_and_never_began_is_cancelled_when_it_is_late_so_that_nobody_asks_for_its_recording_for_ever()
    {
        var server = await TestServer.Shared();
        try
        {
            var clock = new ShiftedClock();
            await using var host = await TestHost.Start(await server.NewDatabase(), b => b.Services.AddSingleton<TimeProvider>(clock));
            // From one hour from now to two.
            var room = await LiveRoomOf.Open(host.Grains, "t1", null, "ann");
            clock.Stand();
            using (room.Host()) LiveRoomOf.Ok(await room.Class.BeginBroadcast(new BeginBroadcast()));
            await room.Enter("ann");
            await Report(room, clock, 1, "ann");
            for (var second = 0; second < 28; second++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await Report(room, clock, 2 + second);
            }
            clock.Advance(TimeSpan.FromMinutes(6));
            // It has looked for the last time: nobody is there, and its time is still to come.
            using (room.Host()) await Wait.Until(async () => LiveRoomOf.Ok(await room.Class.Get()), v => v.Room.Seated == 0);
            for (var quarter = 0; quarter < 14; quarter++)
            {
                clock.Advance(TimeSpan.FromMinutes(15));
                (await Plan(room)).Error!.Code.ShouldBe("live_classes.not_now");
            }
            // Two hours after its end it is late. Whoever asks then wakes it.
            clock.Advance(TimeSpan.FromMinutes(25));
            await Wait.Until(() =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return Plan(room);
            }, p => p.Error!.Kind == ErrorKind.NotFound);
            using (room.Host()) LiveRoomOf.Ok(await room.Class.Get()).Room.Phase.ShouldBe(LiveClassPhase.Cancelled);
        }
        finally
        {
            await TestServer.Release();
        }
    }
}
