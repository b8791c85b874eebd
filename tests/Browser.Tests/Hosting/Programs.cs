namespace LearningHub.Browser.Tests.Hosting;

internal static class Programs
{
    /// <summary>Where a program is: a path, or a name to be found in PATH. Null when it is not there.</summary>
    public static string? Named(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        if (name.Contains('/', StringComparison.Ordinal)) return File.Exists(name) ? name : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
