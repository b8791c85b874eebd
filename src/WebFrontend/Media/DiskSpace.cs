namespace LearningHub.WebFrontend.Media;

/// <summary>Whether a file could not be written because its disk, or the owner's quota on it, is full.</summary>
public static class DiskSpace
{
    private const int NoSpace = 28, QuotaExceeded = 122, QuotaExceededMac = 69, WindowsHandleFull = 39, WindowsFull = 112;

    public static bool IsFull(Exception? e) => e switch
    {
        null => false,
        IOException io when (io.HResult & 0xFFFF) is NoSpace or WindowsFull || OperatingSystem.IsLinux() && io.HResult == QuotaExceeded
            || OperatingSystem.IsMacOS() && io.HResult == QuotaExceededMac || OperatingSystem.IsWindows() && (io.HResult & 0xFFFF) == WindowsHandleFull => true,
        _ => IsFull(e.InnerException),
    };

    /// <summary>Bytes that this process may still write to the disk of a folder that exists; null where the system does not say.</summary>
    public static long? Free(string folder)
    {
        try { return new DriveInfo(folder).AvailableFreeSpace; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException) { return null; }
    }
}
