using System.Net;
using System.Net.Sockets;
using LearningHub.Grains;
using LearningHub.Grains.Email;
using LearningHub.Grains.Notifications;
using LearningHub.Silo.Database;
using LearningHub.Silo.Workers;
using LearningHub.WebFrontend;
using LearningHub.WebFrontend.Common;
using LearningHub.WebFrontend.Common.Telemetry;

namespace LearningHub.Silo.Hosting;

/// <summary>One process of the Hub: database, silo, worker and web, as <see cref="HostSettings"/> say. Used by the program and by tests.</summary>
public sealed class HubHost : IAsyncDisposable
{
    private readonly DataFolder folder;
    private readonly HubDatabase database;

    private readonly HostSettings settings;

    private HubHost(WebApplication app, DataFolder folder, HubDatabase database, HostSettings settings) =>
        (App, this.folder, this.database, this.settings) = (app, folder, database, settings);

    public WebApplication App { get; }

    public static async Task<HubHost> Create(HostSettings settings, Action<WebApplicationBuilder>? configure = null)
    {
        if (settings.Web && settings.Port != 0) RefuseTakenPort(settings.Port);
        var folder = DataFolder.Open(settings.DataPath);
        HubDatabase? database = null;
        try
        {
            database = await HubDatabase.Open(new DatabaseSettings(settings.ConnectionString, folder));
            if (settings.Cluster) await OrleansTables.Install(database.Source);
            return new(Build(settings, folder, database, configure), folder, database, settings);
        }
        catch
        {
            if (database is not null) await database.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts to listen, then the rest. A port that another took since <see cref="Create"/> looked is refused as one that was taken then.</summary>
    public async Task Start()
    {
        try { await App.StartAsync(); }
        catch (IOException e) when (e.GetBaseException() is SocketException socket) { throw PortTaken(settings.Port, socket); }
    }

    private static WebApplication Build(HostSettings settings, DataFolder folder, HubDatabase database, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        // Something to pay with in a hub to look around in. Elsewhere it is off: with it, whoever may buy may say that it is paid.
        if (settings.Demo) builder.Configuration["Hub:Payments:Test:Enabled"] ??= "true";
        builder.Configuration["Hub:Media"] ??= Path.Combine(folder.Path, "media");
        builder.Host.UseServiceProviderFactory(new KestrelFirst());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            if (settings.Web) kestrel.Listen(settings.Cluster ? IPAddress.Any : IPAddress.Loopback, settings.Port);
            else kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new EngineInfo(Engine.Name));
        builder.Services.AddSingleton(new Grains.Cluster.EngineInfo(Engine.Name, database.IsEmbedded));
        builder.AddHubTelemetry();
        builder.AddHubDatabase(database);
        builder.AddEngine(new EngineSettings
        {
            Clustered = settings.Cluster,
            SiloPort = settings.SiloPort == 0 ? FreePorts.Take() : settings.SiloPort,
            GatewayPort = settings.GatewayPort == 0 ? FreePorts.Take() : settings.GatewayPort,
            AdvertisedAddress = settings.AdvertisedAddress,
            // The same two settings that front ends by themselves read.
            ClusterId = builder.Configuration["Hub:ClusterId"] ?? "learning-hub",
            ServiceId = builder.Configuration["Hub:ServiceId"] ?? "learning-hub",
            ConnectionString = database.ConnectionString,
        });
        builder.Services.AddGrains();
        if (settings.Worker) builder.Services.AddMailWorker().AddPushWorker().AddTranscodeWorker();
        builder.AddWebFrontend();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapWebFrontend();
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private static void RefuseTakenPort(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException e)
        {
            throw PortTaken(port, e);
        }
    }

    private static StartRefusedException PortTaken(int port, SocketException e) => new(StartRefusal.PortTaken,
        e.SocketErrorCode == SocketError.AccessDenied ? $"Port {port} is not open to this user. Choose one with --port." : $"Port {port} is in use. Choose another with --port.", e);
}
