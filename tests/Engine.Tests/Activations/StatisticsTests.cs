namespace LearningHub.Engine.Tests.Activations;

public sealed class StatisticsTests
{
    [Fact]
    public async Task Statistics_count_the_activations_and_forget_those_that_went()
    {
        await using var engine = await EngineHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 7).Select(i => engine.Grains.GetGrain<ICountedGrain>($"g{i}").Come()));

        (await Simple()).ShouldBe(7);
        (await engine.Management.GetTotalActivationCount()).ShouldBeGreaterThanOrEqualTo(7);
        (await engine.Management.GetDetailedGrainStatistics()).Count(static d => d.GrainType.Contains(nameof(CountedGrain), StringComparison.Ordinal)).ShouldBe(7);
        var hosts = await engine.Management.GetHosts(onlyActive: true);
        hosts.Values.ShouldBe([SiloStatus.Active]);
        (await engine.Management.GetRuntimeStatistics([.. hosts.Keys])).Single().ActivationCount.ShouldBeGreaterThanOrEqualTo(7);

        await engine.Grains.GetGrain<ICountedGrain>("g3").Go();
        await Wait.Until(Simple, static count => count == 6);

        async Task<int> Simple() => (await engine.Management.GetSimpleGrainStatistics())
            .Where(static s => s.GrainType.Contains(nameof(CountedGrain), StringComparison.Ordinal)).Sum(static s => s.ActivationCount);
    }
}
