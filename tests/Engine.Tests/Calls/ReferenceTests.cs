using LearningHub.Engine.Tests.Activations;
using LearningHub.Engine.Tests.Turns;

namespace LearningHub.Engine.Tests.Calls;

[Collection(EngineCollection.Name)]
public sealed class ReferenceTests(EngineHost engine)
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    [Fact]
    public void References_to_one_grain_are_equal_and_know_their_key()
    {
        var one = engine.Grains.GetGrain<ITurnGrain>(_key);
        var same = engine.Grains.GetGrain<ITurnGrain>(_key);
        one.ShouldBe(same);
        one.GetHashCode().ShouldBe(same.GetHashCode());
        one.ShouldNotBe(engine.Grains.GetGrain<ITurnGrain>(_key + "b"));
        one.GetPrimaryKeyString().ShouldBe(_key);
        engine.Grains.GetGrain<ITurnGrain>(one.GetGrainId()).ShouldBe(one);
        engine.Grains.GetGrain(typeof(ITurnGrain), _key).ShouldBe(one);
    }

    [Fact]
    public void A_key_must_not_be_empty() => Should.Throw<ArgumentException>(() => engine.Grains.GetGrain<ITurnGrain>(""));

    [Fact]
    public async Task An_exception_keeps_its_type_message_and_stack()
    {
        var exception = await Should.ThrowAsync<KeyNotFoundException>(engine.Grains.GetGrain<ILifeGrain>(_key).Fail("no such thing"));
        exception.Message.ShouldBe("no such thing");
        exception.ToString().ShouldContain("LifeGrain.Fail");
    }

    [Fact]
    public async Task An_exception_passes_through_a_grain_in_between()
    {
        var exception = await Should.ThrowAsync<KeyNotFoundException>(engine.Grains.GetGrain<ILifeGrain>(_key).FailThrough(_key + "b", "far away"));
        exception.Message.ShouldBe("far away");
    }
}
