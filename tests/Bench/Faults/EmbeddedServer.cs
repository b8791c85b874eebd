using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Silo.Database;
using Npgsql;

namespace LearningHub.Bench.Faults;

/// <summary>The embedded PostgreSQL of a data folder, from outside: to kill it, to restart it under a running host, to read what is in it.</summary>
internal sealed class EmbeddedServer(string folder)
{
    private string Cluster => Path.Combine(folder, "postgres");

    /// <summary>Process id and port of the running server.</summary>
    private (int Process, int Port) Running()
    {
        var lines = File.ReadAllLines(Path.Combine(Cluster, "postmaster.pid"));
        return (int.Parse(lines[0], CultureInfo.InvariantCulture), int.Parse(lines[3], CultureInfo.InvariantCulture));
    }

    public void Kill() => Processes.Signal(Running().Process, Processes.Kill);

    /// <summary>Down, with its connections cut, and up again on the same port.</summary>
    public async Task Restart(Func<Task> whileDown, CancellationToken cancellation)
    {
        var (process, port) = Running();
        Processes.Signal(process, Processes.Interrupt);
        await Wait.Until("the database is down", TimeSpan.FromSeconds(30), () => !Processes.IsAlive(process), cancellation);
        await whileDown();
        var binaries = PostgresBinaries.Find();
        var user = await PostgresUser.Find(folder, binaries, cancellation);
        var options = string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=120");
        var (code, output) = await CommandLine.Run(
            [.. user.Prefix, binaries.PgCtl, "start", "-D", Cluster, "-l", Path.Combine(folder, "postgres.log"), "-w", "-t", "60", "-s", "-o", options], cancellation);
        if (code != 0) throw new InvalidOperationException($"The database did not start again: {output}");
    }

    public NpgsqlDataSource Open() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Running().Port, Username = "hub", Password = File.ReadAllText(Path.Combine(folder, "postgres.password")).Trim(), Database = "hub",
        SslMode = SslMode.Disable, Timeout = 10, CommandTimeout = 60, ApplicationName = "fault-checks",
    });
}
