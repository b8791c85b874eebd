using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LearningHub.WebFrontend.Common.Live;

internal static class LiveModule
{
    public const string Path = "/hubs/live";

    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSignalR(o => o.DisableImplicitFromServicesParameters = true).AddHubOptions<LiveHub>(o =>
        {
            o.MaximumReceiveMessageSize = 4 * 1024;
            o.MaximumParallelInvocationsPerClient = 1;
            o.StreamBufferCapacity = 1;
            o.EnableDetailedErrors = false;
            o.KeepAliveInterval = TimeSpan.FromSeconds(10);
            o.ClientTimeoutInterval = TimeSpan.FromSeconds(45);
        });
        services.Replace(ServiceDescriptor.Singleton<IHubProtocol, LiveProtocol>());
        services.AddSingleton<LiveLifetime>();
        services.AddSingleton<HubLifetimeManager<LiveHub>>(s => s.GetRequiredService<LiveLifetime>());
        services.AddSingleton<ITopicAuthorizer, ChatTopicAuthorizer>();
        services.AddSingleton<ITopicAuthorizer, CourseTopicAuthorizer>();
        services.AddSingleton<ITopicAuthorizer, MediaTopicAuthorizer>();
        services.AddSingleton<ITopicAuthorizer, UserTopicAuthorizer>();
        services.AddSingleton(s => new LiveRelay(s.GetRequiredService<IClusterClient>(), s.GetServices<ITopicAuthorizer>(), s.GetRequiredService<ILogger<LiveRelay>>()));
        services.AddSingleton<IStreamRelay>(s => s.GetRequiredService<LiveRelay>());
        services.AddSingleton<LivePresence>().AddHostedService(s => s.GetRequiredService<LivePresence>());
        services.AddSingleton<LiveSessions>().AddHostedService(s => s.GetRequiredService<LiveSessions>());
        services.AddTransient(s => new LiveHub(s.GetRequiredService<LiveLifetime>(), s.GetRequiredService<LiveRelay>(),
            s.GetRequiredService<LiveSessions>(), s.GetRequiredService<LivePresence>(), s.GetRequiredService<IGrainFactory>()));
        return services;
    }

    /// <summary>The one hub. WebSockets only: one request is one viewer, from its handshake to its end.</summary>
    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<LiveHub>(Path, o =>
        {
            o.Transports = HttpTransportType.WebSockets;
            o.ApplicationMaxBufferSize = 16 * 1024;
            o.TransportMaxBufferSize = 64 * 1024;
            o.WebSockets.CloseTimeout = TimeSpan.FromSeconds(3);
        }).Access(Permission.Anyone);
        return routes;
    }
}
