using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>A running silo with all grains for the tests of a collection: <c>[Collection("hub")]</c>, and a tenant a test
/// (<see cref="NewTenant"/>), so that tests never see each other's things.</summary>
public class HubFixture : IAsyncLifetime
{
    private static int s_tenants;
    private TestServer _server = null!;
    private TestHost _host = null!;
    private string _connectionString = "";

    public TestServer Server => _server;
    public IServiceProvider Services => _host.Services;
    public IGrainFactory Grains => _host.Grains;
    public NpgsqlDataSource Database => _host.Database;
    public string ConnectionString => _connectionString;

    public async Task InitializeAsync()
    {
        _server = await TestServer.Shared();
        _connectionString = await _server.NewDatabase();
        _host = await TestHost.Start(_connectionString, Configure);
    }

    /// <summary>What a fixture of its own sets differently.</summary>
    protected virtual void Configure(IHostApplicationBuilder builder)
    {
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DropDatabase(_connectionString);
        await TestServer.Release();
    }

    /// <summary>A tenant that no other test has.</summary>
    public string NewTenant() => $"t{Interlocked.Increment(ref s_tenants)}";

    /// <summary>Acts as this actor until disposed.</summary>
    public IDisposable As(Actor actor) => ActorContext.As(actor);

    /// <summary>Acts as a person with these roles until disposed.</summary>
    public IDisposable As(string tenant, string userId, params string[] roles) => ActorContext.As(new Actor(tenant, userId, [.. roles], null));

    /// <summary>Waits, bounded, until a view shows this write.</summary>
    public async Task Passed(string projection, Receipt receipt)
    {
        using var _ = As(Actor.System(receipt.Key.Split('/')[0]));
        var passed = await Grains.GetGrain<IProjectionGrain>($"system/{projection}").WaitFor(receipt, Wait.Patience);
        if (!passed) throw new TimeoutException($"{projection} has not passed {receipt} within {Wait.Patience}.");
    }
}

[CollectionDefinition("hub")]
public sealed class HubCollection : ICollectionFixture<HubFixture>;
