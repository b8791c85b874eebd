using System.Text.Json;

namespace LearningHub.WebFrontend.Common.Assets;

/// <summary>
/// Which hashed file is the current one of each asset, as the asset build wrote it to <c>wwwroot/assets/manifest.json</c>.
/// Without that file the pages still render and work, plainly: no style sheet, no script.
/// </summary>
public sealed class AssetManifest
{
    private const string Root = "/assets/";
    private static AssetManifest? s_current;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Read once found; a hub that starts before its assets are built finds them at the next page.</summary>
    public static AssetManifest Current => s_current ?? Find();

    public string? Style => Path("styles/main.css");
    public string? Script => Path("main.ts");
    public string Icons => Path("generated/icons.svg") ?? Root + "icons.svg";

    public string? Brand => Path("brand.svg");

    /// <summary>The face that nearly every page needs at once.</summary>
    public string? Font { get; private init; }

    public static AssetManifest Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var entries = document.RootElement.EnumerateObject()
            .Select(entry => (entry.Name, File: entry.Value.GetProperty("file").GetString()!)).ToArray();
        var manifest = new AssetManifest
        {
            Font = entries.Where(entry => entry.Name.EndsWith("inter-latin-wght-normal.woff2", StringComparison.Ordinal))
                .Select(entry => Root + entry.File).FirstOrDefault(),
        };
        foreach (var (name, file) in entries) manifest._files[name] = Root + file;
        return manifest;
    }

    public string? Path(string source) => _files.GetValueOrDefault(source);

    private static AssetManifest Find()
    {
        var file = System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "assets", "manifest.json");
        if (!File.Exists(file)) return new AssetManifest();
        return s_current = Parse(File.ReadAllText(file));
    }
}
