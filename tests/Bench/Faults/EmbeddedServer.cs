using System.Globalization;
using LearningHub.Bench.Common;
using Npgsql;

namespace LearningHub.Bench.Faults;

/// <summary>The embedded PostgreSQL of a data folder, from outside: to kill it, to read what is in it.</summary>
internal sealed class EmbeddedServer(string folder)
{
    private string Cluster => Path.Combine(folder, "postgres");

    /// <summary>Process id and port of the running server.</summary>
    private (int Process, int Port) Running()
    {
        var lines = File.ReadAllLines(Path.Combine(Cluster, "postmaster.pid"));
        return (int.Parse(lines[0], CultureInfo.InvariantCulture), int.Parse(lines[3], CultureInfo.InvariantCulture));
    }

    /// <summary>SIGKILL to its first process. Answers which one that was.</summary>
    public int Kill()
    {
        var process = Running().Process;
        Processes.Signal(process, Processes.Kill);
        return process;
    }

    /// <summary>Another process than this one serves the folder.</summary>
    public bool IsAnotherThan(int process)
    {
        try { return Running().Process is var now && now != process && Processes.IsAlive(now); }
        catch (Exception e) when (e is IOException or FormatException or ArgumentOutOfRangeException or IndexOutOfRangeException) { return false; } // it is being started
    }

    public NpgsqlDataSource Open() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Running().Port, Username = "hub", Password = File.ReadAllText(Path.Combine(folder, "postgres.password")).Trim(), Database = "hub",
        SslMode = SslMode.Disable, Timeout = 10, CommandTimeout = 60, ApplicationName = "fault-checks",
    });
}
