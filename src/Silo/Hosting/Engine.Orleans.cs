using System.Net;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.WebFrontend.Common.Live;
using Orleans.Hosting;
using Orleans.Configuration;
using Orleans.Runtime;

namespace LearningHub.Silo.Hosting;

/// <summary>Microsoft Orleans. See docs/adr for what each engine is for.</summary>
public static class Engine
{
    private const string Invariant = "Npgsql";

    /// <summary>Whether many processes can be one hub.</summary>
    public static bool CanCluster => true;

    public static string Name => "Microsoft Orleans";

    public static void AddEngine(this IHostApplicationBuilder builder, EngineSettings settings) => builder.UseOrleans(silo =>
    {
        if (settings.Clustered) Cluster(silo, settings);
        else AllInOne(silo, settings);

        silo.AddMemoryStreams(LiveTopics.Provider, streams =>
        {
            // The default of 100 ms is 50 ms of delay on every push.
            streams.ConfigurePullingAgent(agents => agents.Configure(o => o.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(5)));
            streams.ConfigurePartitioning(LiveTopics.Queues);
        });
        silo.AddActivityPropagation();
        if (settings.Clustered) silo.Services.AddHostedService<LostSilos>();
    });

    private static void AllInOne(ISiloBuilder silo, EngineSettings settings) => silo
        .UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, null, settings.ServiceId, settings.ClusterId)
        .UseInMemoryReminderService()
        .AddMemoryGrainStorage("PubSubStore");

    private static void Cluster(ISiloBuilder silo, EngineSettings settings)
    {
        var database = settings.ConnectionString ?? throw new StartRefusedException(StartRefusal.DatabaseUnreachable, "A silo of a cluster needs HUB_DATABASE.");
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, settings.ServiceId));
        if (settings.AdvertisedAddress is { } address)
            silo.ConfigureEndpoints(IPAddress.Parse(address), settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
        else
            silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, database));
        silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Invariant, database));
        silo.AddAdoNetGrainStorage("PubSubStore", o => (o.Invariant, o.ConnectionString) = (Invariant, database));
    }
}

/// <summary>A silo that died took along what its streams held: the web of this one subscribes anew, and its pages read again. As a front end by itself does
/// when it loses its gateway.</summary>
internal sealed class LostSilos(IClusterMembershipService membership, IEnumerable<IStreamRelay> relays) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var alive = Alive(membership.CurrentSnapshot);
        await foreach (var now in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            var left = Alive(now);
            // Each goes on trying until it is done, and says what goes wrong.
            if (alive.Except(left).Any())
                foreach (var relay in relays) _ = relay.Reconnect();
            alive = left;
        }
    }

    /// <summary>The table also keeps those that died long ago.</summary>
    private static HashSet<SiloAddress> Alive(ClusterMembershipSnapshot snapshot) =>
        [.. snapshot.Members.Values.Where(m => m.Status is not (SiloStatus.None or SiloStatus.Dead)).Select(m => m.SiloAddress)];
}
