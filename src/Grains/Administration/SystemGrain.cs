using System.Collections.Immutable;
using System.Reflection;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Administration;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace LearningHub.Grains.Administration;

/// <summary>Key <c>system/queries</c>. Nothing is kept. Called by admins who look, and by the readiness probe every few seconds.</summary>
[StatelessWorker(2), GrainType("system")]
internal sealed class SystemGrain(
    EngineInfo engine, DatabaseFacts database, SiloProcess process, WorkflowList workflows, IEnumerable<IProjection> projections, TimeProvider time) : Grain, ISystemGrain
{
    /// <summary>Behind by more than this many events, readers of views see old things.</summary>
    private const long MostLag = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly string Version =
        typeof(SystemGrain).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public async Task<SystemView> Get()
    {
        var management = GrainFactory.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetHosts();
        var statistics = await management.GetSimpleGrainStatistics();
        return new(engine.Engine, Version, process.StartedAt,
            [.. hosts.OrderBy(h => h.Key.ToString(), StringComparer.Ordinal).Select(h => Silo(h.Key, h.Value, statistics))],
            [.. statistics.GroupBy(s => ShortName(s.GrainType)).Select(g => new ActivationCount(g.Key, g.Sum(s => s.ActivationCount))).OrderByDescending(a => a.Count).ThenBy(a => a.GrainType, StringComparer.Ordinal)],
            await database.Read(engine.EmbeddedDatabase));
    }

    public async Task<ImmutableArray<ProjectionStatus>> Projections()
    {
        var names = projections.Select(p => p.Name).Order(StringComparer.Ordinal);
        return [.. await Task.WhenAll(names.Select(name => GrainFactory.GetGrain<IProjectionGrain>($"system/{name}").Status()))];
    }

    public Task<ImmutableArray<WorkflowStatus>> Workflows(bool unfinishedOnly, int limit) => workflows.Read(unfinishedOnly, Math.Clamp(limit, 1, 200));

    public async Task<ReadinessView> Ready()
    {
        if (!await database.Answers()) return new(false, ["The database does not answer."]);
        // Projections are the cluster's and may live on a silo that has just died: told, and no reason to take this process out of service.
        var remarks = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var projection in await Projections().WaitAsync(Patience, time))
                if (projection is { Running: true, Lag: > MostLag }) remarks.Add($"Projection {projection.Name} is {projection.Lag:N0} events behind.");
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            remarks.Add("Projections do not answer.");
        }
        return new(true, remarks.ToImmutable());
    }

    private SiloView Silo(SiloAddress address, SiloStatus status, SimpleGrainStatistic[] statistics)
    {
        var isThis = process.Is(address);
        return new(address.ToString(), status.ToString(), statistics.Where(s => s.SiloAddress.Equals(address)).Sum(s => s.ActivationCount),
            isThis ? process.CpuPercent() : null, isThis ? Environment.WorkingSet : null);
    }

    /// <summary>"LearningHub.Grains.Chat.ChatRoomGrain,LearningHub.Grains" is a ChatRoom to people.</summary>
    internal static string ShortName(string grainType)
    {
        var name = grainType.Split(',')[0];
        name = name[(name.LastIndexOf('.') + 1)..];
        return name.EndsWith("Grain", StringComparison.Ordinal) && name.Length > 5 ? name[..^5] : name;
    }
}
