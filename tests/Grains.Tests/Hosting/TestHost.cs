using LearningHub.Grains.Common;
using LearningHub.Silo.Database;
using LearningHub.Silo.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>One silo in this process on a database of its own: the same modules and engine wiring as the real host, without the web.
/// Views render every batch twice, out of order and followed by out-of-date snapshots; reactors get every event twice.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly HubDatabase _database;

    private TestHost(IHost host, HubDatabase database) => (Host, _database) = (host, database);

    public IHost Host { get; }
    public IServiceProvider Services => Host.Services;
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();
    public NpgsqlDataSource Database => _database.Source;

    public static async Task<TestHost> Start(string connectionString, Action<IHostApplicationBuilder>? configure = null)
    {
        var database = await HubDatabase.Open(new(connectionString, null));
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddFilter((category, level) => level >= LogLevel.Warning);
        if (Environment.GetEnvironmentVariable("HUB_TEST_LOG") is { Length: > 0 }) builder.Logging.AddSimpleConsole();
        // Password hashes as cheap as they may be: tests register people by the dozen.
        builder.Configuration["Hub:Passwords:Iterations"] = "1000";
        // Push services of tests listen on this machine.
        builder.Configuration["Hub:Notifications:AllowLocalPush"] = "true";
        builder.AddHubDatabase(database);
        // In the order of the real host: what is added first stops last.
        var (silo, gateway) = (FreePorts.Take(), FreePorts.Take());
        builder.AddEngine(new EngineSettings { SiloPort = silo, GatewayPort = gateway, ClusterId = $"test-{silo}" });
        // A thousand calls that queue at one grain are answered in the end, however slow the machine is.
        builder.Services.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromMinutes(3));
        builder.Services.AddGrains();
        builder.Services.AddSingleton(new KnownEvents(KnownEvents.OfThisBuild.Names, [.. KnownEvents.In(typeof(TestHost).Assembly), "test.ignored"]));
        builder.Services.Configure<ProjectionOptions>(o => o.DeliverTwice = true);
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new(host, database);
    }

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        await Host.StopAsync(bound.Token);
        if (Host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        await _database.DisposeAsync();
    }
}
