using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Transcoding;
using Npgsql;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace LearningHub.Grains.Cluster;

/// <summary>Key <c>system/queries</c>. One worker a silo that keeps its last answer for a second and a half: however many admins look, the database is asked
/// once in that time. Nothing that needs another silo may hold the page up.</summary>
[StatelessWorker(1), GrainType("cluster")]
internal sealed class ClusterGrain(EngineInfo engine, SiloReports reports, DatabaseFigures database, FeedFigures feed, WorkflowFigures workflows, TimeProvider time) : Grain, IClusterGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Fresh = TimeSpan.FromSeconds(1.5);
    private ClusterView? _last;
    private string _lastTenant = "";
    private long _lastAt;

    public async Task<ClusterView> Get()
    {
        var tenant = ActorContext.Required.Tenant;
        if (_last is { } last && _lastTenant == tenant && time.GetElapsedTime(_lastAt) < Fresh) return last;
        var view = await Look(tenant);
        (_last, _lastTenant, _lastAt) = (view, tenant, time.GetTimestamp());
        return view;
    }

    private async Task<ClusterView> Look(string tenant)
    {
        var remarks = ImmutableArray.CreateBuilder<string>();
        var now = time.GetUtcNow();
        // Asked at the same moment, each with its own patience.
        var members = Ask(Members(), (IReadOnlyDictionary<string, SiloStatus>)new Dictionary<string, SiloStatus>(), "The cluster's membership does not answer: which silos are dead is not known.", remarks);
        var frontEnds = Ask(GrainFactory.GetGrain<IFrontEndsGrain>("system/front-ends").List(), [], "The list of front ends does not answer.", remarks);
        var mail = Ask(GrainFactory.Queries<IMailQueriesGrain>("system").Depth(), new QueueDepth(0, 0, TimeSpan.Zero, 0), "The outbox does not answer.", remarks);
        var transcodes = Ask(GrainFactory.Queries<ITranscodeQueueGrain>("system").Depth(), new QueueDepth(0, 0, TimeSpan.Zero, 0), "The queue of transcodes does not answer.", remarks);
        var said = await reports.Read();
        var silos = ClusterSum.Silos(await members, said, now);
        var living = silos.Where(s => s.State is SiloState.Active or SiloState.Changing).Select(s => s.Address).ToHashSet();
        SiloReport[] heard = [.. said.Where(s => living.Contains(s.Silo)).Select(s => s.Report)];
        var fronts = await frontEnds;
        var lag = await feed.Read();
        return new(engine.Engine, now, silos,
            [.. fronts.Select(f => new FrontEndView(f.Name, f.Version, f.StartedAt, f.Sockets, f.Topics.Values.Sum()))],
            ClusterSum.Load(heard, static _ => true), ClusterSum.Trend(heard), ClusterSum.Grains(heard), ClusterSum.Streams(heard, fronts, LiveTopics.Namespace), lag,
            await workflows.Read(tenant), new(await mail, await transcodes, lag.Projections.Sum(p => p.Parked)), await database.Read(engine.EmbeddedDatabase), remarks.ToImmutable());
    }

    private async Task<IReadOnlyDictionary<string, SiloStatus>> Members() =>
        (await GrainFactory.GetGrain<IManagementGrain>(0).GetHosts()).ToDictionary(h => h.Key.ToString(), h => h.Value);

    /// <summary>What does not come in time is left out, and said so.</summary>
    private async Task<T> Ask<T>(Task<T> asked, T without, string remark, ImmutableArray<string>.Builder remarks)
    {
        try { return await asked.WaitAsync(Patience, time); }
        catch (Exception e) when (e is TimeoutException or OrleansException or NpgsqlException)
        {
            remarks.Add(remark);
            return without;
        }
    }
}
