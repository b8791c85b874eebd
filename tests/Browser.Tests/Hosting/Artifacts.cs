namespace LearningHub.Browser.Tests.Hosting;

/// <summary>What a run leaves behind: pictures of the pages, and traces of what failed.</summary>
internal static class Artifacts
{
    private static readonly string Root = Path.Combine(FindRoot(), "artifacts");

    public static string Screenshots(string name) => In("screenshots", name);
    public static string Failures(string name) => In("browser-failures", name);

    /// <summary>A file that the front-end packages brought.</summary>
    public static string FrontEndPackage(string path) => Path.Combine(FindRoot(), "src", "WebFrontend", "Assets", "node_modules", path);

    /// <summary>A file or folder of the source tree.</summary>
    public static string Source(string path) => Path.Combine(FindRoot(), path);

    private static string In(string folder, string name)
    {
        Directory.CreateDirectory(Path.Combine(Root, folder));
        return Path.Combine(Root, folder, name);
    }

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("HUB_ROOT") is { Length: > 0 } root) return root;
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LearningHub.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not stand in the source tree.");
    }
}
