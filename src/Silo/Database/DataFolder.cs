using LearningHub.Silo.Hosting;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Silo.Database;

/// <summary>The folder that holds a hub's database and media. Locked for as long as the hub runs: the lock goes with the process, however it ends.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public static DataFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            else Directory.CreateDirectory(path);
            var probe = System.IO.Path.Combine(path, $".write-{Environment.ProcessId}");
            // More than a name: on a full disk an empty file can still be made.
            using (var file = new FileStream(probe, FileMode.Create, FileAccess.Write)) file.Write(new byte[16 * 1024]);
            File.Delete(probe);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Refused(path, e);
        }

        try
        {
            // Another process that asks for the same is refused by the operating system (flock).
            return new(path, new FileStream(System.IO.Path.Combine(path, "hub.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (!DiskSpace.IsFull(e))
        {
            throw new StartRefusedException(StartRefusal.DataFolderLocked,
                $"The data folder {path} is in use by another hub. Stop that one, or give this one its own folder with --data.", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Why nothing can be written to the folder, as a refusal of the start.</summary>
    internal static StartRefusedException Refused(string path, Exception e)
    {
        // The probe that could not be filled would be the next start's puzzle.
        try { foreach (var probe in Directory.EnumerateFiles(path, ".write-*")) File.Delete(probe); }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException) { }
        return DiskSpace.IsFull(e)
            ? new(StartRefusal.DiskFull, $"There is no space left for the data folder {path}.", e)
            : new(StartRefusal.DataFolderReadOnly, $"The data folder {path} cannot be written: {e.Message}", e);
    }
}
