using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>A host of its own with an academy, the clients' ledger outside it, and the checks of both. Kept for looking at unless it was found good.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public Stage(string name, int seed, TimeSpan patience, int connections = int.MaxValue)
    {
        Patience = patience;
        Folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"hub-{name}-{Guid.NewGuid().ToString("n")[..10]}")).FullName;
        Run = string.Create(CultureInfo.InvariantCulture, $"r{seed}");
        Host = new(HostProcess.Production, Directory.CreateDirectory(Path.Combine(Folder, "data")).FullName);
        Server = new(Host.Data);
        Ledger = new(Path.Combine(Folder, "ledger.jsonl"));
        Client = new(Host.Address, Ledger, Traffic, patience, connections);
        Academy = new(Client, Run);
    }

    public string Folder { get; }
    public string Run { get; }
    public HostProcess Host { get; }
    public EmbeddedServer Server { get; }
    public Ledger Ledger { get; }
    public Traffic Traffic { get; } = new();
    public Findings Findings { get; } = new();
    public FaultClient Client { get; }
    public Academy Academy { get; }
    public TimeSpan Patience { get; }
    public bool Good { get; set; }

    public async Task Start(CancellationToken cancellation)
    {
        await Host.Start(cancellation);
        await Academy.SetUp(cancellation);
    }

    /// <summary>Waits for quiet and holds the ledger against the hub. Answers how many rows were compared with a rebuild.</summary>
    public async Task<int> Check(CancellationToken cancellation)
    {
        await using var database = Server.Open();
        return (await new Checks(Client, Academy, Ledger.Read(), database, Path.Combine(Host.Data, "media"), Findings, Patience).Run(Traffic, cancellation)).Rows;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Ledger.Dispose();
        await Host.DisposeAsync();
        if (Good) await Folders.Remove(Folder);
    }
}
