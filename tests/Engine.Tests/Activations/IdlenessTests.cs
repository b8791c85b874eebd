using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Engine.Tests.Activations;

public sealed class IdlenessTests
{
    [Fact]
    public async Task An_idle_grain_goes_after_its_age_and_one_in_use_stays()
    {
        await using var engine = await EngineHost.StartAsync(static silo => silo.Configure<GrainCollectionOptions>(static options =>
        {
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
            options.CollectionAge = TimeSpan.FromSeconds(3);
        }));
        var used = engine.Grains.GetGrain<ILifeGrain>("used");
        var first = await used.Who();
        await engine.Grains.GetGrain<ILifeGrain>("idle").Who();
        await Wait.Until(
            async () =>
            {
                (await used.Who()).ShouldBe(first);
                return engine.Probe.Of("idle-reason:");
            },
            reasons => reasons.Count > 0);
        engine.Probe.Of("idle-reason:").ShouldBe([nameof(DeactivationReasonCode.ActivationIdle)]);
    }

    [Fact]
    public async Task Stopping_the_host_deactivates_every_grain()
    {
        var engine = await EngineHost.StartAsync();
        var probe = engine.Services.GetRequiredService<Probe>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => engine.Grains.GetGrain<ILifeGrain>($"g{i}").Who()));
        await engine.DisposeAsync();
        for (var i = 0; i < 50; i++) probe.Of($"g{i}-reason:").ShouldBe([nameof(DeactivationReasonCode.ShuttingDown)]);
    }
}
