namespace LearningHub.Guards.Tests.Sources;

/// <summary>The checkout the tests run in, found from the test's own folder upwards.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        from folder in folders
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "obj" or "bin" or "node_modules")
        select new SourceFile(relative, File.ReadAllText(path));

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("HUB_ROOT") is { Length: > 0 } given && File.Exists(Path.Combine(given, "LearningHub.sln"))) return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LearningHub.sln"))) return folder.FullName;
        throw new InvalidOperationException("LearningHub.sln was not found above " + AppContext.BaseDirectory);
    }
}

/// <param name="Path">Relative to the repository, with forward slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.AsSpan().Count('\n');
}
