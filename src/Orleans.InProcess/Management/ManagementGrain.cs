using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans.InProcess.Management;

internal sealed class ManagementGrain(Engine engine, ILocalSiloDetails silo, IdleCollector collector) : Grain, IManagementGrain
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) =>
        Task.FromResult(new Dictionary<SiloAddress, SiloStatus> { [silo.SiloAddress] = SiloStatus.Active });

    public Task ForceActivationCollection(SiloAddress[] hostsIds, TimeSpan ageLimit) => ForceActivationCollection(ageLimit);

    public Task ForceActivationCollection(TimeSpan ageLimit) => collector.Collect(ageLimit);

    public Task<SiloRuntimeStatistics[]> GetRuntimeStatistics(SiloAddress[] hostsIds)
    {
        var activations = engine.Catalog.Activations.ToList();
        return Task.FromResult<SiloRuntimeStatistics[]>(
            [new(activations.Count, activations.Count(static a => a.IdleFor < Recent), engine.Time.GetUtcNow().UtcDateTime)]);
    }

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds) => GetSimpleGrainStatistics();

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult<SimpleGrainStatistic[]>(
        [.. engine.Catalog.Activations.GroupBy(static a => a.Kind).Select(g => new SimpleGrainStatistic
        {
            GrainType = g.Key.DisplayName,
            SiloAddress = silo.SiloAddress,
            ActivationCount = g.Count(),
        })]);

    public Task<DetailedGrainStatistic[]> GetDetailedGrainStatistics(string[]? types = null, SiloAddress[]? hostsIds = null) =>
        Task.FromResult<DetailedGrainStatistic[]>(
            // Stateless workers have no identity of their own: they are counted by the simple statistics only.
            [.. engine.Catalog.Activations.Where(a => a.Workers is null && (types is null || types.Contains(a.Kind.DisplayName))).Select(a => new DetailedGrainStatistic
            {
                GrainType = a.Kind.DisplayName,
                SiloAddress = silo.SiloAddress,
                GrainId = a.GrainId,
            })]);

    public Task<int> GetTotalActivationCount() => Task.FromResult(engine.Catalog.Activations.Count());

    public ValueTask<List<GrainId>> GetActiveGrains(GrainType type) =>
        ValueTask.FromResult(engine.Catalog.Activations.Select(static a => a.GrainId).Where(id => id.Type == type).Distinct().ToList());
}
