using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>A hub of its own with two academies, whose texts tell where they come from, and a log of what went wrong inside.</summary>
public sealed class HostileWorld : IAsyncLifetime
{
    internal WebHub Hub { get; private set; } = null!;
    internal Academy Main { get; private set; } = null!;
    internal Academy Other { get; private set; } = null!;
    internal IReadOnlyList<Door> Doors { get; private set; } = [];
    internal HttpClient Http { get; private set; } = null!;

    /// <summary>What the host logged as an error, the beginnings.</summary>
    internal IReadOnlyCollection<string> Errors => Hub.Errors.Lines;

    public async Task InitializeAsync()
    {
        Hub = new WebHub();
        await Hub.InitializeAsync();
        Http = FreshConnection();
        Main = new Academy(Hub, Hub.Admin, "main", null, "Zqmain7Kx");
        Other = new Academy(Hub, Hub.OtherAdmin, "other", WebHub.OtherHost, "Zqother7Kx");
        await Main.Open();
        await Other.Open();
        Doors = Door.AllOf(Hub.Services);
    }

    /// <summary>A client with connections of its own, that sends what it is told to.</summary>
    internal HttpClient FreshConnection() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 16, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1,
    }) { BaseAddress = Hub.Address, Timeout = Verdict.Patience };

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Hub.DisposeAsync();
    }
}

[CollectionDefinition("hostile")]
public sealed class HostileCollection : ICollectionFixture<HostileWorld>;
