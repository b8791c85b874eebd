using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LearningHub.Guards.Tests.Sources;

/// <summary>The analyzer makes banned symbols build errors; this holds the list and the wiring, also where the analyzer does not run.</summary>
public sealed class BannedSymbolTests
{
    private static readonly HashSet<string> Clock = ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow"];

    [Fact]
    public void Nobody_reads_the_clock_or_sleeps_past_the_time_provider() => Repository.CSharp("src", "tests").SelectMany(Violations).ShouldBeEmpty();

    [Theory]
    [InlineData("class A { object B = System.DateTime.UtcNow; }")]
    [InlineData("class A { void B() => System.Threading.Thread.Sleep(1); }")]
    [InlineData("class A { async void B() => await Task.Delay(1000); }")]
    [InlineData("class A { void B(Task t) => t.GetAwaiter().GetResult(); }")]
    public void A_seeded_violation_is_caught(string code) => Violations(new SourceFile("seed.cs", code)).ShouldNotBeEmpty();

    [Fact]
    public void A_delay_on_the_time_provider_is_allowed() =>
        Violations(new SourceFile("seed.cs", "class A { async void B(TimeProvider t) => await Task.Delay(x, t); }")).ShouldBeEmpty();

    [Fact]
    public void The_analyzer_is_wired_to_the_list()
    {
        File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")).ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        var list = File.ReadAllText(Path.Combine(Repository.Root, "BannedSymbols.txt"));
        foreach (var member in Clock) list.ShouldContain(member);
    }

    private static IEnumerable<string> Violations(SourceFile file)
    {
        if (!file.Text.Contains("Now", StringComparison.Ordinal) && !file.Text.Contains("Today", StringComparison.Ordinal) && !file.Text.Contains("Sleep", StringComparison.Ordinal)
            && !file.Text.Contains("Delay", StringComparison.Ordinal) && !file.Text.Contains("GetResult", StringComparison.Ordinal)) yield break;
        var tree = CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.Preview));
        foreach (var access in tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        {
            var name = Tail(access);
            var line = access.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            if (Clock.Contains(name)) yield return $"{file.Path}:{line}: {name}";
            if (name == "Thread.Sleep") yield return $"{file.Path}:{line}: {name}";
            if (name == "Task.Delay" && access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 }) yield return $"{file.Path}:{line}: Task.Delay without TimeProvider";
            // A test of the engine blocks a thread on purpose: that a caller without a scheduler gets its answer.
            if (!file.Path.StartsWith("tests/Engine.Tests/", StringComparison.Ordinal) && name.EndsWith(".GetResult", StringComparison.Ordinal) && access.Expression.ToString().EndsWith("GetAwaiter()", StringComparison.Ordinal))
                yield return $"{file.Path}:{line}: blocks on a task";
        }
    }

    private static string Tail(MemberAccessExpressionSyntax access) => (access.Expression switch
    {
        MemberAccessExpressionSyntax inner => inner.Name.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => "",
    }) + "." + access.Name.Identifier.Text;
}
