namespace LearningHub.Bench.Common;

/// <summary>docs/benchmarks.md: every bench owns one marked section and writes it anew; the rest of the page stays as it is.</summary>
internal static class BenchmarksPage
{
    public static void Write(string name, string title, string text)
    {
        var path = Path.Combine(Repository.Root, "docs", "benchmarks.md");
        var (begin, end) = ($"<!-- bench:{name} -->", $"<!-- /bench:{name} -->");
        var section = $"{begin}\n## {title}\n\n{text.Trim()}\n{end}\n";
        var page = File.Exists(path) ? File.ReadAllText(path) : "# Benchmarks\n\nWritten by `./hub bench NAME`, each measured beside a floor or a peer in one run. Compare ratios, not machines.\n";
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        page = from >= 0 && to > from ? page[..from] + section + page[(to + end.Length)..].TrimStart('\n') : page.TrimEnd('\n') + "\n\n" + section;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, page);
    }

    /// <summary>What it was measured on, in one line.</summary>
    public static string Machine => FormattableString.Invariant(
        $"{Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {Silo.Hosting.Engine.Name}, .NET {Environment.Version}");
}
