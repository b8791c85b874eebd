using Orleans.Storage;

namespace LearningHub.Engine.Tests.Activations;

[Collection(EngineCollection.Name)]
public sealed class ActivationTests(EngineHost engine)
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    private ILifeGrain Grain => engine.Grains.GetGrain<ILifeGrain>(_key);

    [Fact]
    public async Task A_key_has_one_activation_however_many_call_it_first()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => Grain.Who())));
        ids.Distinct().Count().ShouldBe(1);
        engine.Probe.Of(_key + ":").ShouldBe(["activating", "activated"]);
    }

    [Fact]
    public async Task A_grain_that_goes_finishes_its_call_and_the_waiting_calls_go_to_the_next_activation()
    {
        var going = Grain.GoAfter(_key);
        await Wait.ForNotes(engine.Probe, _key + "-going", 1);
        var waiting = Enumerable.Range(0, 5).Select(_ => Grain.Who()).ToList();
        engine.Probe.Open(_key);
        var old = await going;
        var next = await Task.WhenAll(waiting);
        next.Distinct().Count().ShouldBe(1);
        next[0].ShouldNotBe(old);
        engine.Probe.Of(_key + ":").ShouldBe(["activating", "activated", "call done", "deactivating", "deactivated", "activating", "activated"]);
    }

    [Fact]
    public async Task Every_call_is_answered_and_no_two_activations_overlap_while_a_grain_comes_and_goes()
    {
        var grain = engine.Grains.GetGrain<IComingGrain>(_key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
        {
            var sum = 0;
            for (var i = 1; i <= 200; i++) sum += await Count(go: i % 20 == caller);
            return sum;
        }));
        answers.ShouldAllBe(static sum => sum == 200);
        engine.Probe.Of(_key + ":overlap").ShouldBeEmpty();
        engine.Probe.Of(_key + ":come").Count.ShouldBeGreaterThan(1);

        // Orleans forwards a call twice at most, then refuses it: it has not run, and the caller may repeat it.
        async Task<int> Count(bool go)
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await grain.Count(go);
                }
                catch (OrleansMessageRejectionException) when (tries < 10)
                {
                }
            }
        }
    }

    [Fact]
    public async Task A_failed_activation_fails_the_call_and_the_next_call_tries_again()
    {
        var grain = engine.Grains.GetGrain<IShakyGrain>(_key);
        var failure = await Should.ThrowAsync<Exception>(grain.Ping());
        failure.ToString().ShouldContain("not yet " + _key);
        (await grain.Ping()).ShouldBe("pong");
    }

    [Fact]
    public async Task An_inconsistent_state_that_leaves_a_call_deactivates_the_grain()
    {
        var before = await Grain.Who();
        await Should.ThrowAsync<InconsistentStateException>(Grain.Conflict());
        (await Wait.Until(Grain.Who, id => id != before)).ShouldNotBe(before);
        engine.Probe.Of(_key + "-reason:").ShouldBe([nameof(DeactivationReasonCode.ApplicationError)]);
    }

    [Fact]
    public async Task An_activation_has_services_of_its_own_which_go_with_it()
    {
        var first = await Grain.Scope();
        (await Grain.Scope()).ShouldBe(first);
        (await engine.Grains.GetGrain<ILifeGrain>(_key + "b").Scope()).ShouldNotBe(first);
        engine.Probe.Open(_key);
        await Grain.GoAfter(_key);
        await Wait.ForNotes(engine.Probe, $"scope disposed:{first}", 1);
        (await Grain.Scope()).ShouldNotBe(first);
    }

    [Fact]
    public async Task Collection_on_demand_takes_idle_grains_and_leaves_the_delayed_and_the_kept()
    {
        var idle = await Grain.Who();
        var delayed = await engine.Grains.GetGrain<ILifeGrain>(_key + "delayed").Delay();
        var kept = await engine.Grains.GetGrain<IKeptGrain>(_key).Who();
        await Wait.Until(
            async () =>
            {
                await engine.Management.ForceActivationCollection(TimeSpan.Zero);
                return engine.Probe.Of(_key + ":deactivated").Count;
            },
            count => count > 0);
        (await Grain.Who()).ShouldNotBe(idle);
        (await engine.Grains.GetGrain<ILifeGrain>(_key + "delayed").Who()).ShouldBe(delayed);
        (await engine.Grains.GetGrain<IKeptGrain>(_key).Who()).ShouldBe(kept);
    }

    [Fact]
    public async Task A_stateless_worker_works_in_parallel_up_to_its_limit()
    {
        var grain = engine.Grains.GetGrain<IWorkerGrain>(_key);
        var calls = Enumerable.Range(0, 6).Select(_ => grain.Work(_key)).ToList();
        await Wait.ForNotes(engine.Probe, _key + ":in", 3);
        engine.Probe.Of(_key + ":in").Count.ShouldBe(3);
        engine.Probe.Open(_key);
        (await Task.WhenAll(calls)).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_written_state_is_there_after_the_next_activation_and_an_unwritten_one_is_not()
    {
        var grain = engine.Grains.GetGrain<IRememberingGrain>(_key);
        (await grain.Add(2, write: true)).ShouldBe(2);
        (await grain.Add(3, write: false)).ShouldBe(5);
        await grain.Go();
        (await grain.Add(0, write: false)).ShouldBe(2);
        await grain.Forget();
        await grain.Go();
        (await grain.Add(1, write: true)).ShouldBe(1);
    }
}
