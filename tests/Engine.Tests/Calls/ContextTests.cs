using System.Diagnostics;

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
    public async Task What_many_callers_set_stays_with_each_of_them()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            if (i % 2 == 0) RequestContext.Set("number", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await Task.Yield();
            await Grain.SetInside("number", "leaked");
            return await Grain.Get("number");
        }));
        answers.ShouldBe(Enumerable.Range(0, 100).Select(static i => i % 2 == 0 ? i.ToString(System.Globalization.CultureInfo.InvariantCulture) : "none"));
    }

    [Fact]
    public async Task A_trace_goes_on_in_the_callee()
    {
        await using var own = await EngineHost.StartAsync(static silo => silo.AddActivityPropagation());
        using var source = new ActivitySource("engine-tests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = static s => s.Name == "engine-tests" || s.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("click");
        (await own.Grains.GetGrain<IContextGrain>(_key).Trace()).ShouldBe(activity!.TraceId.ToString());
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
