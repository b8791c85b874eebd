using LearningHub.Silo.Demo;
using LearningHub.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Browser.Tests.Hosting;

/// <summary>A whole hub that nobody has set up yet, with its worker, on a free loopback port; and a browser. One a test class.</summary>
public sealed class BrowserHub : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private HubHost? host;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "hub-browser-" + Guid.NewGuid().ToString("n")[..8]);
    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null || TestVideo.FFmpeg is null) return;
        SetDefaultExpectTimeout(Cast.Patience);
        host = await HubHost.Create(new HostSettings { Port = 0, DataPath = Folder }, builder =>
        {
            builder.Configuration["Hub:OpenOutbox"] = "true";
            builder.Configuration["Hub:Payments:Test:Enabled"] = "true";
            builder.Configuration["Hub:SignIn:PerMinute"] = "1000000";
            builder.Configuration["Hub:RequestsPerMinute"] = "1000000";
            builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        });
        await host.App.StartAsync();
        Address = new Uri(host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.Launch(playwright);
    }

    /// <summary>Fills the empty hub with the demo academy. Answers the password of each e-mail address.</summary>
    public async Task<IReadOnlyDictionary<string, string>> MakeDemoAcademy()
    {
        using var printed = new StringWriter();
        await DemoAcademy.Make(host!.App.Services, printed, CancellationToken.None);
        return printed.ToString().Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [_, var email, _] && email.Contains('@', StringComparison.Ordinal)).ToDictionary(words => words[1], words => words[2]);
    }

    internal Task Play(string story, Func<Cast, Task> plot) => Cast.Play(browser!, Address, story, plot);

    public async Task DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (host is null) return;
        await host.App.StopAsync();
        await host.DisposeAsync();
        Directory.Delete(Folder, true);
    }
}
