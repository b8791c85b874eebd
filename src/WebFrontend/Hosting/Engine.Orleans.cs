using LearningHub.Grains.Interfaces.Common;
using LearningHub.WebFrontend.Common.Live;
using Orleans.Configuration;
using Orleans.Hosting;

namespace LearningHub.WebFrontend.Hosting;

/// <summary>A client of a cluster whose membership stands in PostgreSQL (<c>HUB_DATABASE</c>).</summary>
internal static class EngineClient
{
    public static string? Unavailable =>
        Environment.GetEnvironmentVariable("HUB_DATABASE") is { Length: > 0 } ? null : "HUB_DATABASE must name the PostgreSQL server that holds the cluster's membership.";

    public static void AddEngineClient(IHostApplicationBuilder builder) => builder.UseOrleansClient(client =>
    {
        client.Configure<ClusterOptions>(o =>
        {
            o.ClusterId = builder.Configuration["Hub:ClusterId"] ?? "learning-hub";
            o.ServiceId = builder.Configuration["Hub:ServiceId"] ?? "learning-hub";
        });
        // What was on its way to a silo that is killed gets no answer at all: nobody should wait longer for it than for a commit whose outcome is looked for (10 s).
        client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(15));
        client.UseAdoNetClustering(o =>
        {
            o.Invariant = "Npgsql";
            o.ConnectionString = Environment.GetEnvironmentVariable("HUB_DATABASE");
        });
        // As many queues as the silos read: what a front end publishes goes by this number, and nobody would read the others.
        client.AddMemoryStreams(LiveTopics.Provider, streams => streams.ConfigurePartitioning(LiveTopics.Queues));
        // A gateway that went takes the stream subscriptions made through it along, without a word: subscribe anew.
        client.AddGatewayCountChangedHandler(services => (_, changed) =>
        {
            if (changed.NumberOfConnectedGateways == changed.PreviousNumberOfConnectedGateways) return;
            foreach (var relay in services.GetServices<IStreamRelay>()) _ = relay.Reconnect();
        });
    });
}
