namespace LearningHub.Engine.Tests.Calls;

[Collection(EngineCollection.Name)]
public sealed class ContextTests(EngineHost engine)
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    private IContextGrain Grain => engine.Grains.GetGrain<IContextGrain>(_key);

    [Fact]
    public async Task A_value_flows_to_the_callee_and_on()
    {
        RequestContext.Set("actor", "ada");
        (await Grain.Get("actor")).ShouldBe("ada");
        (await Grain.GetFurther("actor")).ShouldBe("ada");
        RequestContext.Remove("actor").ShouldBeTrue();
        (await Grain.Get("actor")).ShouldBe("none");
    }

    [Fact]
    public async Task A_value_flows_neither_back_nor_into_the_next_call()
    {
        await Grain.SetInside("colour", "red");
        RequestContext.Get("colour").ShouldBeNull();
        (await Grain.Get("colour")).ShouldBe("none");
    }

    [Fact]
    public async Task A_value_does_not_flow_into_timers()
    {
        RequestContext.Set("actor", "ada");
        await Grain.StartTimer("actor");
        await Wait.ForNotes(engine.Probe, _key + ":timer", 1);
        engine.Probe.Of(_key + ":").ShouldBe(["timer none"]);
        RequestContext.Clear();
    }
}
