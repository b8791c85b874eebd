namespace LearningHub.Engine.Tests.Reminders;

[Collection(EngineCollection.Name)]
public sealed class ReminderTests(EngineHost engine)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly string _key = Guid.NewGuid().ToString("N");

    private IRemindedGrain Grain => engine.Grains.GetGrain<IRemindedGrain>(_key);

    [Fact]
    public async Task A_reminder_ticks_without_the_context_of_who_set_it()
    {
        RequestContext.Set("actor", "ada");
        await Grain.Remind("wake", TimeSpan.FromMilliseconds(50), Hour);
        await Wait.ForNotes(engine.Probe, _key + ":wake", 1);
        engine.Probe.Of(_key + ":wake ").ShouldBe(["01:00:00 nobody"]);
        RequestContext.Clear();
    }

    [Fact]
    public async Task A_reminder_wakes_a_grain_that_is_not_active()
    {
        await Grain.RemindAndGo("wake", TimeSpan.FromMilliseconds(500), Hour);
        await Wait.ForNotes(engine.Probe, _key + ":wake", 1);
        engine.Probe.Of(_key + ":").Select(static n => n.Split(' ')[0]).ShouldBe(["activated", "activated", "wake"]);
    }

    [Fact]
    public async Task Reminders_are_found_replaced_and_ended_by_name()
    {
        (await Grain.Forget("a")).ShouldBeFalse();
        await Grain.Remind("b", Hour, Hour);
        await Grain.Remind("a", Hour, Hour);
        await Grain.Remind("a", Hour, Hour * 2);
        (await Grain.Names()).ShouldBe(["a", "b"]);
        (await Grain.Forget("a")).ShouldBeTrue();
        (await Grain.Names()).ShouldBe(["b"]);
        (await engine.Grains.GetGrain<IRemindedGrain>(_key + "other").Names()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_period_under_a_minute_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(Grain.Remind("often", TimeSpan.Zero, TimeSpan.FromSeconds(59)));
}
