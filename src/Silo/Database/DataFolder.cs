using LearningHub.Silo.Hosting;

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
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartRefusedException(IsFull(e) ? StartRefusal.DiskFull : StartRefusal.DataFolderReadOnly,
                IsFull(e) ? $"There is no space left for the data folder {path}." : $"The data folder {path} cannot be written: {e.Message}", e);
        }

        try
        {
            // Another process that asks for the same is refused by the operating system (flock).
            return new(path, new FileStream(System.IO.Path.Combine(path, "hub.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new StartRefusedException(StartRefusal.DataFolderLocked,
                $"The data folder {path} is in use by another hub. Stop that one, or give this one its own folder with --data.", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static bool IsFull(Exception e) => e.HResult is 28 or unchecked((int)0x80070070);
}
