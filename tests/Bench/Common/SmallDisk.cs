using System.Diagnostics;

namespace LearningHub.Bench.Common;

/// <summary>A disk of a few megabytes in memory, mounted on a new folder; gone with its holder. Only root may mount.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Why no disk can be mounted here; null where one can.</summary>
    public static string? Missing { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? TryOne() : "Only root on Linux may mount the small disk that this needs.";

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("hub-disk-").FullName;
        await Processes.Run("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "tmpfs", folder], CancellationToken.None);
        return new(folder);
    }

    /// <summary>For example <c>ro</c>, <c>rw</c>, <c>size=200m</c>.</summary>
    public Task Remount(string option) => Processes.Run("mount", ["-o", $"remount,{option}", Folder], CancellationToken.None);

    public string Filler => Path.Combine(Folder, "filler");

    /// <summary>Lets a file grow until the disk that it is on is full.</summary>
    public static void Fill(string path)
    {
        var chunk = new byte[16 * 1024];
        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true) file.Write(chunk);
        }
        catch (IOException)
        {
            // Full, which is the point.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Processes.Run("umount", ["--lazy", Folder], CancellationToken.None);
        Directory.Delete(Folder);
    }

    private static string? TryOne()
    {
        var folder = Directory.CreateTempSubdirectory("hub-disk-").FullName;
        try
        {
            foreach (var command in (string[][])[["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], ["umount", folder]])
            {
                using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
                var errors = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0) return $"This needs a small disk, and mounting is not allowed here: {errors.Trim()}";
            }
            return null;
        }
        catch (System.ComponentModel.Win32Exception e) { return $"This needs a small disk: {e.Message}"; } // no such program
        finally { Directory.Delete(folder); }
    }
}
