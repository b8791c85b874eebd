using LearningHub.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearningHub.Engine.Tests;

/// <summary>A host with the engine in it, whichever was built. The only file that knows how one is started.</summary>
public sealed class EngineHost : IAsyncLifetime, IAsyncDisposable
{
    private IHost? _host;

    public IServiceProvider Services => _host!.Services;
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();
    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();
    public Probe Probe => Services.GetRequiredService<Probe>();
    public IManagementGrain Management => Grains.GetGrain<IManagementGrain>(0);

    public static async Task<EngineHost> StartAsync(Action<ISiloBuilder>? configure = null)
    {
        var engine = new EngineHost();
        await engine.StartHostAsync(configure);
        return engine;
    }

    public Task InitializeAsync() => StartHostAsync(null);

    public Task StopAsync() => _host!.StopAsync();

    public async Task DisposeAsync()
    {
        Probe.OpenAll();
        await _host!.StopAsync();
        _host.Dispose();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    private async Task StartHostAsync(Action<ISiloBuilder>? configure)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<Probe>();
        builder.Services.AddScoped<ScopeProbe>();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePorts.Take(), FreePorts.Take());
            silo.AddMemoryStreams("live");
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryGrainStorageAsDefault();
            silo.UseInMemoryReminderService();
            configure?.Invoke(silo);
        });
        _host = builder.Build();
        await _host.StartAsync();
    }
}
