namespace LearningHub.Bench.Common;

internal static class Folders
{
    /// <summary>Removes a run's folder. What was killed a moment ago may still write its last file.</summary>
    public static Task Remove(string folder) => Wait.Until($"{folder} is removed", TimeSpan.FromSeconds(30), () =>
    {
        try { Directory.Delete(folder, recursive: true); }
        catch (DirectoryNotFoundException) { }
        catch (IOException e) { return Task.FromResult(e.Message); }
        return Task.FromResult("");
    }, trouble => trouble.Length == 0);
}
