using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Look;

/// <summary>Looks at a page in both themes and at the widths that matter: axe, overflow, pictures. Notes what is wrong and goes on.</summary>
internal sealed class Inspection
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("desktop", 1280, 860), ("phone", 360, 780)];
    private static readonly string Axe = Artifacts.FrontEndPackage("axe-core/axe.min.js");
    private static readonly Lazy<Task<string>> s_axe = new(() => File.ReadAllTextAsync(Axe));

    private readonly List<string> findings = [];

    public IReadOnlyList<string> Findings => findings;
    public int Pages { get; private set; }
    public int AxeRuns { get; private set; }

    public async Task Of(Person who, string name, string path)
    {
        Pages++;
        var page = who.Page;
        await page.SetViewportSizeAsync(1280, 860);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await who.Open(path);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.AddScriptTagAsync(new() { Path = Axe });
        foreach (var (size, width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                var view = $"{name}-{size}-{scheme.ToString().ToLowerInvariant()}";
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.ScreenshotAsync(new() { Path = Artifacts.Screenshots(view + ".png"), FullPage = true });
                await RunAxe(page, view);
            }
            await CheckWidth(page, name, width);
        }
        await page.SetViewportSizeAsync(320, 780);
        await CheckWidth(page, name, 320);
    }

    /// <summary>The page as it stands, in the middle of a story: nothing is loaded again, and it is left as it was. axe looks once a theme and once a size.</summary>
    public async Task OfShown(Person who, string name)
    {
        Pages++;
        var page = who.Page;
        var shown = page.ViewportSize!;
        // A visit without a load may never be told to be idle.
        try { await page.WaitForLoadStateAsync(LoadState.NetworkIdle, new() { Timeout = 5_000 }); }
        catch (TimeoutException) { await page.WaitForLoadStateAsync(LoadState.Load); }
        // Not as a script of the page, which its own policy would refuse.
        if (!await page.EvaluateAsync<bool>("typeof axe === 'object'")) await page.EvaluateAsync(await s_axe.Value);
        foreach (var (size, width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                var view = $"{name}-{size}-{scheme.ToString().ToLowerInvariant()}";
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await page.ScreenshotAsync(new() { Path = Artifacts.Screenshots(view + ".png"), FullPage = true });
                if (size == "desktop" == (scheme == ColorScheme.Light)) await RunAxe(page, view);
            }
            await CheckWidth(page, name, width);
        }
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(shown.Width, shown.Height);
    }

    private async Task RunAxe(IPage page, string view)
    {
        AxeRuns++;
        var violations = await page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .map(v => `${v.id} (${v.impact}): ${v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`)
            """);
        findings.AddRange(violations.Select(v => $"{view}: {v}"));
    }

    private async Task CheckWidth(IPage page, string name, int width)
    {
        var wide = await page.EvaluateAsync<string>("""
            () => document.documentElement.scrollWidth <= innerWidth ? '' : `${document.documentElement.scrollWidth} px, because of ` +
              [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => `${e.tagName}.${e.className}`).join(', ')
            """);
        if (wide.Length > 0) findings.Add($"{name} at {width} px is wider than the window: {wide}");
    }
}
