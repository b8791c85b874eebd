using System.Diagnostics;
using LearningHub.Grains.Common;
using LearningHub.Silo.Database;
using Npgsql;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>A PostgreSQL server for tests: embedded and thrown away (fsync off), or the one that <c>HUB_TEST_DATABASE</c> names. Databases are
/// copies of a template that has the whole schema. <see cref="Shared"/> serves all collections of the process and stops with the last.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static TestServer? s_shared;
    private static int s_users;
    private static int s_count;

    private readonly EmbeddedPostgres? _postgres;
    private readonly string? _folder;
    private readonly string _template;
    private bool _templateReady;

    private TestServer(string connectionString, EmbeddedPostgres? postgres, string? folder)
    {
        (ConnectionString, _postgres, _folder) = (connectionString, postgres, folder);
        _template = $"hub_template_{Environment.ProcessId}";
    }

    /// <summary>To some database of the server.</summary>
    public string ConnectionString { get; }

    /// <summary>The server of the process. Give it back with <see cref="Release"/>.</summary>
    public static async Task<TestServer> Shared()
    {
        await Gate.WaitAsync();
        try
        {
            s_shared ??= await Start(Environment.GetEnvironmentVariable("HUB_TEST_DATABASE"));
            s_users++;
            return s_shared;
        }
        finally { Gate.Release(); }
    }

    public static async Task Release()
    {
        await Gate.WaitAsync();
        try
        {
            if (--s_users > 0 || s_shared is null) return;
            await s_shared.DisposeAsync();
            s_shared = null;
        }
        finally { Gate.Release(); }
    }

    /// <summary>A server of its own: for tests that watch the feed's horizon (it covers a whole server), or kill things.</summary>
    public static Task<TestServer> StartOwn(bool durable = false) => Start(null, durable);

    private static async Task<TestServer> Start(string? existing, bool durable = false)
    {
        if (!string.IsNullOrEmpty(existing)) return new(existing, null, null);
        var binaries = await TestBinaries.Find();
        await LeftBehind.Clean(binaries);
        var folder = LeftBehind.NewFolder($"{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        var postgres = await EmbeddedPostgres.Start(folder, binaries, durable);
        return new(postgres.ConnectionString, postgres, folder);
    }

    /// <summary>A fresh database with the whole schema.</summary>
    public async Task<string> NewDatabase()
    {
        await Gate.WaitAsync();
        try
        {
            if (!_templateReady) await MakeTemplate();
            _templateReady = true;
            var name = $"hub_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}";
            await Execute($"create database {name} template {_template}");
            return To(name);
        }
        finally { Gate.Release(); }
    }

    /// <summary>A fresh database with nothing in it.</summary>
    public async Task<string> NewEmptyDatabase()
    {
        var name = $"empty_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}";
        await Execute($"create database {name}");
        return To(name);
    }

    public async Task DropDatabase(string connectionString)
    {
        // A server that stops with us takes its databases along.
        if (_postgres is null) await Execute($"drop database if exists {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");
    }

    private async Task MakeTemplate()
    {
        await Execute($"drop database if exists {_template}");
        await Execute($"create database {_template}");
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(To(_template)) { Pooling = false }.ConnectionString);
        await Migrations.Apply(source);
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string To(string database) => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        else if (_templateReady) await Execute($"drop database if exists {_template} with (force)");
        if (_folder is not null) LeftBehind.Remove(_folder);
    }
}
