using System.Diagnostics;
using LearningHub.Silo.Database;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>Folders of test servers, named by the process that made them: those of processes that were killed are stopped and removed.</summary>
internal static class LeftBehind
{
    private static readonly string Root = Path.Combine(Path.GetTempPath(), "learning-hub-tests");

    public static string NewFolder(string name)
    {
        var folder = Path.Combine(Root, name);
        Directory.CreateDirectory(folder);
        return folder;
    }

    public static async Task Clean(PostgresBinaries binaries)
    {
        if (!Directory.Exists(Root)) return;
        foreach (var folder in Directory.GetDirectories(Root))
        {
            if (!int.TryParse(Path.GetFileName(folder).Split('-')[0], out var owner) || IsRunning(owner)) continue;
            try
            {
                // Adopts the server that runs there, and stops it.
                if (File.Exists(Path.Combine(folder, "postgres", "postmaster.pid"))) await (await EmbeddedPostgres.Start(folder, binaries, durable: false)).DisposeAsync();
            }
            catch (Exception e) when (e is IOException or Silo.Hosting.StartRefusedException or UnauthorizedAccessException) { }
            Remove(folder);
        }
    }

    public static void Remove(string folder)
    {
        try { Directory.Delete(folder, recursive: true); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { } // another run cleans it at the same moment
    }

    private static bool IsRunning(int process)
    {
        try { using var found = Process.GetProcessById(process); return !found.HasExited; }
        catch (ArgumentException) { return false; }
    }
}
