using System.Globalization;

namespace LearningHub.Engine.Tests.Timers;

[Collection(EngineCollection.Name)]
public sealed class TimerTests(EngineHost engine)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);
    private readonly string _key = Guid.NewGuid().ToString("N");

    private ITimerGrain Grain => engine.Grains.GetGrain<ITimerGrain>(_key);

    [Fact]
    public async Task A_timer_ticks_again_and_again()
    {
        await Grain.Start("tick", TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await Wait.ForNotes(engine.Probe, _key + ":tick", 5);
    }

    [Fact]
    public async Task A_timer_may_be_made_where_the_flow_of_the_context_is_suppressed()
    {
        await Grain.StartApart("tick");
        await Wait.ForNotes(engine.Probe, _key + ":tick", 3);
    }

    [Fact]
    public async Task A_timer_with_an_infinite_period_ticks_once()
    {
        await Grain.Start("once", TimeSpan.Zero, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        await Grain.Start("tick", TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await Wait.ForNotes(engine.Probe, _key + ":tick", 10);
        engine.Probe.Of(_key + ":once").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        var held = Grain.StartAndHold("tick", Short, interleave: false, _key);
        await Wait.ForNotes(engine.Probe, _key + ":held", 1);
        // Another grain's timer, started later and due as soon, shows that this one was due.
        await engine.Grains.GetGrain<ITimerGrain>(_key + "b").Start("tick", TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await Wait.ForNotes(engine.Probe, _key + "b:tick", 3);
        engine.Probe.Open(_key);
        await held;
        await Wait.ForNotes(engine.Probe, _key + ":tick", 1);
        engine.Probe.Of(_key + ":").Take(2).ShouldBe(["held", "released"]);
    }

    [Fact]
    public async Task A_call_waits_for_a_tick_that_is_at_an_await()
    {
        await Grain.StartHolding(_key);
        await Wait.ForNotes(engine.Probe, _key + ":tick in", 1);
        var ping = Grain.Ping();
        await engine.Grains.GetGrain<ITimerGrain>(_key + "b").Ping();
        ping.IsCompleted.ShouldBeFalse();
        engine.Probe.Open(_key);
        await ping;
        engine.Probe.Of(_key + ":").ShouldBe(["tick in", "tick out"]);
    }

    [Fact]
    public async Task A_tick_that_may_interleave_does_not_wait()
    {
        var held = Grain.StartAndHold("tick", Short, interleave: true, _key);
        await Wait.ForNotes(engine.Probe, _key + ":tick", 3);
        engine.Probe.Of(_key + ":released").ShouldBeEmpty();
        engine.Probe.Open(_key);
        await held;
    }

    [Fact]
    public async Task A_tick_that_throws_does_not_end_the_timer()
    {
        await Grain.StartFailing("tick");
        await Wait.ForNotes(engine.Probe, _key + ":tick", 3);
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more()
    {
        await Grain.Start("tick", TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await Wait.ForNotes(engine.Probe, _key + ":tick", 1);
        await Grain.Stop("tick");
        var before = engine.Probe.Of(_key + ":tick").Count;
        await Grain.Start("other", TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await Wait.ForNotes(engine.Probe, _key + ":other", 10);
        engine.Probe.Of(_key + ":tick").Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_timer_can_be_changed()
    {
        await Grain.Start("tick", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        await Grain.Change("tick", TimeSpan.Zero, Short);
        await Wait.ForNotes(engine.Probe, _key + ":tick", 3);
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        await Grain.Start("tick", TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await Wait.ForNotes(engine.Probe, _key + ":tick", 1);
        await Grain.Go();
        await Wait.ForNotes(engine.Probe, _key + ":deactivated", 1);
        var before = engine.Probe.Of(_key + ":tick").Count;
        await engine.Grains.GetGrain<ITimerGrain>(_key + "b").Start("tick", TimeSpan.Zero, Short, interleave: false, keepAlive: false);
        await Wait.ForNotes(engine.Probe, _key + "b:tick", 10);
        engine.Probe.Of(_key + ":tick").Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_ticking_timer_keeps_a_grain_from_going_idle_only_when_it_shall()
    {
        var age = TimeSpan.FromSeconds(3);
        await using var own = await EngineHost.StartAsync(silo => silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
            options.CollectionAge = age;
        }));
        await own.Grains.GetGrain<ITimerGrain>("kept").Start("tick", TimeSpan.Zero, TimeSpan.FromMilliseconds(100), interleave: false, keepAlive: true);
        await own.Grains.GetGrain<ITimerGrain>("idle").Start("tick", TimeSpan.Zero, TimeSpan.FromMilliseconds(100), interleave: false, keepAlive: false);
        await Wait.ForNotes(own.Probe, "idle:deactivated", 1);
        var ticks = own.Probe.Of("kept:tick").Count;
        await Wait.Until(() => own.Probe.Of("kept:tick").Count >= ticks + 10 || own.Probe.Of("kept:deactivated").Count > 0, () => own.Probe.Of("kept:tick").Count);
        // A machine that stands still ticks nothing: what had no tick for an age goes rightly, and nothing else does.
        foreach (var quiet in own.Probe.Of("kept-quiet for:")) TimeSpan.Parse(quiet, CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(age - Wait.Coarse);
    }
}
