namespace LearningHub.Browser.Tests.Hosting;

/// <summary>The browser of this machine. Playwright brings its driver in its package; it downloads nothing.</summary>
internal static class Chromium
{
    public static readonly string? Path = Programs.Named(Environment.GetEnvironmentVariable("HUB_CHROMIUM")) ?? Programs.Named("chromium") ?? Programs.Named("chromium-browser") ?? Programs.Named("google-chrome");

    // The sandbox does not work as root; the rest keeps the browser from calling home.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--autoplay-policy=no-user-gesture-required", "--disable-dev-shm-usage",
    ];

    public static Task<IBrowser> Launch(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Headless = true, Args = Flags, Timeout = 60_000 });
}
