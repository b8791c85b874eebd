using System.Diagnostics;
using LearningHub.Silo.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>The embedded server under a living hub: killed, it comes back on its port with what was committed; stopped with the hub, it stays down.</summary>
public sealed class PostgresSupervisorTests : IDisposable
{
    private readonly string _folder = LeftBehind.NewFolder($"{Environment.ProcessId}-supervised-{Guid.NewGuid():n}");

    public void Dispose() => LeftBehind.Remove(_folder);

    [Fact]
    public async Task A_server_that_is_killed_again_and_again_comes_back_on_its_port_with_what_was_committed()
    {
        await using var postgres = await EmbeddedPostgres.Start(_folder, await TestBinaries.Find());
        await Ask(postgres, "create table kept (n int); select 1");
        using var supervisor = await Supervise(postgres);
        for (var n = 1; n <= 3; n++)
        {
            await Ask(postgres, $"insert into kept values ({n}); select 1");
            var killed = PostmasterId();
            Kill(killed);
            (await Wait.Until(() => Try(postgres, "select count(*)::int from kept"), rows => rows is not null, TimeSpan.FromSeconds(40))).ShouldBe(n);
            PostmasterId().ShouldNotBe(killed);
        }
        await supervisor.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_server_that_restarts_by_itself_after_a_backend_was_killed_is_waited_for_and_not_replaced()
    {
        await using var postgres = await EmbeddedPostgres.Start(_folder, await TestBinaries.Find());
        using var supervisor = await Supervise(postgres);
        var before = PostmasterId();
        Kill((int)(await Try(postgres, "select pid from pg_stat_activity where application_name = 'learning-hub-watch'"))!);
        await Wait.Until(() => Try(postgres, "select count(*)::int from pg_stat_activity where application_name = 'learning-hub-watch'"), watchers => watchers == 1, TimeSpan.FromSeconds(40));
        PostmasterId().ShouldBe(before);
        await supervisor.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_server_that_was_stopped_with_its_hub_is_never_started_again()
    {
        var postgres = await EmbeddedPostgres.Start(_folder, await TestBinaries.Find());
        using var supervisor = await Supervise(postgres);
        await postgres.DisposeAsync();
        await postgres.Revive(CancellationToken.None);
        File.Exists(Path.Combine(_folder, "postgres", "postmaster.pid")).ShouldBeFalse();
        await supervisor.StopAsync(CancellationToken.None);
    }

    private static async Task<PostgresSupervisor> Supervise(EmbeddedPostgres postgres)
    {
        var supervisor = new PostgresSupervisor(postgres, TimeProvider.System, NullLogger<PostgresSupervisor>.Instance);
        await supervisor.StartAsync(CancellationToken.None);
        await Wait.Until(() => Try(postgres, "select count(*)::int from pg_stat_activity where application_name = 'learning-hub-watch'"), watchers => watchers == 1);
        return supervisor;
    }

    private static void Kill(int process)
    {
        using var found = Process.GetProcessById(process);
        found.Kill();
    }

    private int PostmasterId() => int.Parse(File.ReadLines(Path.Combine(_folder, "postgres", "postmaster.pid")).First());

    private static async Task<int?> Try(EmbeddedPostgres postgres, string sql)
    {
        try { return await Ask(postgres, sql); }
        catch (NpgsqlException) { return null; } // it is down
    }

    private static async Task<int> Ask(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
