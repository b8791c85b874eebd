using LearningHub.Grains.Tests.Hosting;
using Npgsql;

namespace LearningHub.Grains.Tests.Payments;

/// <summary>A silo with the test provider switched on.</summary>
public sealed class PaymentsHub : IAsyncLifetime
{
    private static int s_tenants;
    private TestServer _server = null!;
    private TestHost _host = null!;
    private string _connectionString = "";

    public IServiceProvider Services => _host.Services;
    public IGrainFactory Grains => _host.Grains;
    public NpgsqlDataSource Database => _host.Database;

    public async Task InitializeAsync()
    {
        _server = await TestServer.Shared();
        _connectionString = await _server.NewDatabase();
        _host = await TestHost.Start(_connectionString, b => b.Configuration["Hub:Payments:Test:Enabled"] = "true");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DropDatabase(_connectionString);
        await TestServer.Release();
    }

    internal Paying NewTenant() => new(Grains, $"pay{Interlocked.Increment(ref s_tenants)}");

    /// <summary>The names of a payment's events, in order.</summary>
    internal async Task<string[]> Events(Paying paying, string id)
    {
        await using var command = Database.CreateCommand("select name from event where type = 'payment' and key = $1 order by version, position");
        command.Parameters.Add(new() { Value = $"{paying.Tenant}/{id}" });
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return [.. names];
    }
}

[CollectionDefinition("payments")]
public sealed class PaymentsCollection : ICollectionFixture<PaymentsHub>;
