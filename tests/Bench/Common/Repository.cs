namespace LearningHub.Bench.Common;

/// <summary>Where things are: the source tree and the programs that the build made.</summary>
internal static class Repository
{
    /// <summary><c>HUB_ROOT</c>, or the nearest folder above that holds the solution.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("HUB_ROOT") is { Length: > 0 } root ? root : Search();

    /// <summary>The program of a project, built for the same engine and configuration as this one.</summary>
    public static string Program(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, $"LearningHub.{project}.dll");
        return File.Exists(path) ? path : throw new UsageException($"{path} is not built. Start with ./hub bench, which builds it.");
    }

    private static string Search()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LearningHub.sln"))) return folder.FullName;
        throw new UsageException("The source tree is not found: set HUB_ROOT.");
    }
}
