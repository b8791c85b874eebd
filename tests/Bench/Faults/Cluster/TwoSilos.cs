using LearningHub.Bench.Common;
using LearningHub.Silo.Database;
using Npgsql;

namespace LearningHub.Bench.Faults;

/// <summary>Two silos and one or two front ends by themselves, over one PostgreSQL server and one media folder.</summary>
internal sealed class TwoSilos : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EmbeddedPostgres _server;

    private TwoSilos(string folder, EmbeddedPostgres server, int frontEnds)
    {
        (_folder, _server) = (folder, server);
        Media = Directory.CreateDirectory(Path.Combine(folder, "media")).FullName;
        var environment = new Dictionary<string, string>
        {
            ["HUB_DATABASE"] = server.ConnectionString, ["HUB_ROOT"] = Repository.Root, ["Hub__Media"] = Media, ["Hub__ClusterId"] = Path.GetFileName(folder), ["Hub__PublicUrl"] = "http://hub.test",
            ["Hub__SignIn__PerMinute"] = "1000000", ["Hub__RequestsPerMinute"] = "1000000", ["Hub__Passwords__Iterations"] = "1000", ["Hub__Payments__Test__Enabled"] = "true", ["Logging__LogLevel__Default"] = "Warning",
        };
        Silos = [ClusterProcess.Silo(folder, "silo1", environment), ClusterProcess.Silo(folder, "silo2", environment)];
        FrontEnds = [.. Enumerable.Range(1, frontEnds).Select(n => ClusterProcess.FrontEnd(folder, $"web{n}", environment))];
    }

    public IReadOnlyList<ClusterProcess> Silos { get; }
    public IReadOnlyList<ClusterProcess> FrontEnds { get; }
    public ClusterProcess FrontEnd => FrontEnds[0];
    public string Media { get; }

    /// <param name="silos">How many of the two are started; the caller starts the other.</param>
    public static async Task<TwoSilos> Start(string folder, CancellationToken cancellation, int silos = 2, int frontEnds = 1)
    {
        var server = await EmbeddedPostgres.Start(Directory.CreateDirectory(Path.Combine(folder, "server")).FullName, PostgresBinaries.Find(), cancellation: cancellation);
        var cluster = new TwoSilos(folder, server, frontEnds);
        try
        {
            foreach (var silo in cluster.Silos.Take(silos)) await silo.Start(cancellation);
            foreach (var frontEnd in cluster.FrontEnds) await frontEnd.Start(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public NpgsqlDataSource Open() => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Timeout = 10, CommandTimeout = 60, ApplicationName = "fault-checks" });

    public string LogTails() => string.Join("\n\n", Silos.Concat(FrontEnds).Select(p => p.LogTail()));

    public async ValueTask DisposeAsync()
    {
        foreach (var frontEnd in FrontEnds) await frontEnd.DisposeAsync();
        foreach (var silo in Silos) await silo.DisposeAsync();
        await _server.DisposeAsync();
        foreach (var left in Processes.WorkingIn(_folder)) Processes.Signal(left, Processes.Kill);
    }
}
