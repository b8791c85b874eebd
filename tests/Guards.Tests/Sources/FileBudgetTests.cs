namespace LearningHub.Guards.Tests.Sources;

public sealed class FileBudgetTests
{
    private const int Most = 500, P90 = 160, Median = 50;

    [Fact]
    public void Source_files_stay_small() => Violations([.. Repository.CSharp("src")]).ShouldBeEmpty();

    [Fact]
    public void No_test_file_is_over_the_limit() =>
        Repository.CSharp("tests").Where(f => f.Lines > Most).Select(f => $"{f.Path}: {f.Lines} lines").ShouldBeEmpty();

    [Fact]
    public void A_file_that_is_too_long_is_caught() =>
        Violations([new SourceFile("src/Long.cs", new string('\n', Most + 1)), new SourceFile("src/a.cs", ""), new SourceFile("src/b.cs", "")])
            .ShouldContain(v => v.Contains("src/Long.cs"));

    [Fact]
    public void A_house_of_middling_files_is_caught() =>
        Violations([.. Enumerable.Range(0, 10).Select(i => new SourceFile($"src/{i}.cs", new string('\n', 170)))]).Count.ShouldBe(2);

    private static List<string> Violations(IReadOnlyList<SourceFile> files)
    {
        var lengths = files.Select(f => f.Lines).Order().ToArray();
        var found = files.Where(f => f.Lines > Most).Select(f => $"{f.Path}: {f.Lines} lines, at most {Most}").ToList();
        if (lengths[lengths.Length / 2] >= Median) found.Add($"median {lengths[lengths.Length / 2]} lines, under {Median}");
        if (lengths[(int)(lengths.Length * 0.9)] >= P90) found.Add($"90th percentile {lengths[(int)(lengths.Length * 0.9)]} lines, under {P90}");
        return found;
    }
}
