using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Engine.Tests.Activations;

public sealed class IdlenessTests
{
    [Fact]
    public async Task An_idle_grain_goes_after_its_age_and_one_in_use_stays()
    {
        var age = TimeSpan.FromSeconds(3);
        await using var engine = await EngineHost.StartAsync(silo => silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = TimeSpan.FromSeconds(1);
            options.CollectionAge = age;
        }));
        var used = engine.Grains.GetGrain<ILifeGrain>("used");
        var asked = TimeProvider.System.GetTimestamp();
        var known = await used.Who();
        await engine.Grains.GetGrain<ILifeGrain>("idle").Who();
        await Wait.Until(
            async () =>
            {
                var now = TimeProvider.System.GetTimestamp();
                var who = await used.Who();
                // A machine that stands still asks nobody: what was not asked for an age goes rightly, and nothing else does.
                if (who != known) TimeProvider.System.GetElapsedTime(asked).ShouldBeGreaterThanOrEqualTo(age - Wait.Coarse);
                (known, asked) = (who, now);
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
