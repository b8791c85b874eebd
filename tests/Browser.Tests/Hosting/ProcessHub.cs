using LearningHub.Bench.Faults;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Hosting;

/// <summary>A whole hub in a process of its own, which can be killed, and a browser. One a test class.</summary>
public sealed class ProcessHub : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "hub-killed-" + Guid.NewGuid().ToString("n")[..8]);
    private IPlaywright? playwright;
    private IBrowser? browser;
    private HostProcess? host;
    private bool isSetUp;

    public Uri Address => host!.Address;

    /// <summary>Where the tenant's videos and chunks stand.</summary>
    public string Media => Path.Combine(host!.Data, "media", "main");

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null || TestVideo.FFmpeg is null) return;
        SetDefaultExpectTimeout(Cast.Patience);
        host = new(HostProcess.Production, Directory.CreateDirectory(folder).FullName);
        await host.Start(CancellationToken.None);
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.Launch(playwright);
    }

    /// <summary>Signed in; the first who asks sets the academy up.</summary>
    public async Task<HubClient> Admin()
    {
        const string email = "ada.admin@example.test";
        var admin = new HubClient(Address);
        if (!isSetUp) await admin.Post("/api/v1/setup", new { name = "Night School", adminName = "Ada Admin", adminEmail = email, adminPassword = HubClient.Password }).Expect(200, 201);
        isSetUp = true;
        await admin.SignIn(email);
        return admin;
    }

    internal Task Play(string story, Func<Cast, Task> plot) => Cast.Play(browser!, Address, story, plot);

    /// <summary>SIGKILL, and a new process on the same data. Answers when there was none that answered, by this machine's clock, and a timestamp between the two processes.</summary>
    public async Task<(DateTimeOffset From, DateTimeOffset To, long Between)> KillAndStart()
    {
        var from = TimeProvider.System.GetUtcNow();
        await host!.Kill(CancellationToken.None);
        // What the old one had answered is read by now, long before the new one answers anything.
        var between = TimeProvider.System.GetTimestamp() + TimeProvider.System.TimestampFrequency;
        await host.Start(CancellationToken.None);
        return (from, TimeProvider.System.GetUtcNow(), between);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (host is null) return;
        await host.DisposeAsync();
        Directory.Delete(folder, true);
    }
}
