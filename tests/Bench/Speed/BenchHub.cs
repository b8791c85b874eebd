using LearningHub.Bench.Common;
using LearningHub.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Bench.Speed;

/// <summary>A whole hub in this process, with a database of its own that is durable as in production; gone with the bench.</summary>
internal sealed class BenchHub : IAsyncDisposable
{
    private readonly HubHost _host;
    private readonly string _folder;

    private BenchHub(HubHost host, string folder) => (_host, _folder) = (host, folder);

    public IServiceProvider Services => _host.App.Services;
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BenchHub> Start()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "hub-bench-" + Guid.NewGuid().ToString("n")[..10])).FullName;
        var host = await HubHost.Create(new HostSettings { Port = 0, DataPath = folder, ConnectionString = null }, builder =>
        {
            builder.Configuration["Hub:RequestsPerMinute"] = "10000000";
            builder.Configuration["Hub:SignIn:PerMinute"] = "10000000";
            builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        });
        await host.App.StartAsync();
        return new(host, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.App.StopAsync();
        await _host.DisposeAsync();
        foreach (var left in Processes.WorkingIn(_folder)) Processes.Signal(left, Processes.Kill);
        Directory.Delete(_folder, recursive: true);
    }
}
