using LearningHub.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;

namespace LearningHub.Web.Tests.Hosting;

/// <summary>A whole hub on a free loopback port with a database of its own: real Kestrel, real PostgreSQL. Two tenants: <c>main</c> and
/// <c>other</c> (by host name). One for all tests of the collection "web".</summary>
public sealed class WebHub : IAsyncLifetime
{
    public const string OtherHost = "other.test";

    /// <summary>The host name of an academy that nobody has set up.</summary>
    public const string EmptyHost = "empty.test";

    private readonly string folder = Path.Combine(Path.GetTempPath(), "hub-web-" + Guid.NewGuid().ToString("n")[..8]);
    private HubHost? host;

    /// <summary>What a collection sets differently.</summary>
    public Action<WebApplicationBuilder>? Configure { get; init; }

    internal ErrorLog Errors { get; } = new();

    public Uri Address { get; private set; } = null!;
    public IServiceProvider Services => host!.App.Services;
    public HubClient Admin { get; private set; } = null!;
    public HubClient OtherAdmin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        host = await HubHost.Create(new HostSettings { Port = 0, DataPath = folder }, builder =>
        {
            builder.Configuration[$"Hub:Tenants:{OtherHost}"] = "other";
            builder.Configuration[$"Hub:Tenants:{EmptyHost}"] = "empty";
            builder.Configuration["Hub:Passwords:Iterations"] = "1000";
            builder.Configuration["Hub:SignIn:PerMinute"] = "1000000";
            builder.Configuration["Hub:RequestsPerMinute"] = "1000000";
            builder.Configuration["Logging:LogLevel:Default"] = "Warning";
            builder.Logging.AddProvider(Errors);
            Configure?.Invoke(builder);
        });
        await host.App.StartAsync();
        Address = new Uri(host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Admin = await SetUp(null, "main");
        OtherAdmin = await SetUp(OtherHost, "other");
    }

    public HubClient Visitor(string? hostName = null) => new(Address, hostName);

    private async Task<HubClient> SetUp(string? hostName, string name)
    {
        var client = Visitor(hostName);
        await client.Post("/api/v1/setup", new { name, adminName = "Ada Admin", adminEmail = $"admin@{name}.test", adminPassword = HubClient.Password }).Expect(200, 201);
        await client.SignIn($"admin@{name}.test");
        return client;
    }

    public async Task DisposeAsync()
    {
        if (host is not null)
        {
            await host.App.StopAsync();
            await host.DisposeAsync();
        }
        Directory.Delete(folder, true);
    }
}

[CollectionDefinition("web")]
public sealed class WebCollection : ICollectionFixture<WebHub>;
