using System.Text.RegularExpressions;
using LearningHub.Guards.Tests.Sources;

namespace LearningHub.Guards.Tests.Architecture;

public sealed partial class ArchitectureTests
{
    private static readonly string[] Forbidden = ["Services", "Models", "Helpers", "Managers", "Utils", "Utilities", "Shared", "Misc"];

    [Fact]
    public void A_capability_reaches_another_only_through_its_contracts() => CrossReferences(Repository.CSharp("src/Grains")).ShouldBeEmpty();

    [Fact]
    public void A_seeded_cross_reference_is_caught() =>
        CrossReferences([new SourceFile("src/Grains/Chat/ChatRoom.cs", "using LearningHub.Grains.Courses;\nnamespace LearningHub.Grains.Chat;")]).ShouldNotBeEmpty();

    [Fact]
    public void The_front_end_knows_no_database_and_no_grain_class() => FrontEndReferences(Repository.CSharp("src/WebFrontend")).ShouldBeEmpty();

    [Fact]
    public void A_seeded_database_access_in_the_front_end_is_caught() =>
        FrontEndReferences([new SourceFile("src/WebFrontend/Chat/Cheat.cs", "using Npgsql;")]).ShouldNotBeEmpty();

    [Fact]
    public void Contracts_hold_no_packages_but_the_engine() =>
        File.ReadAllText(Path.Combine(Repository.Root, "src/Grains.Interfaces/Grains.Interfaces.csproj")).ShouldSatisfyAllConditions(
            text => PackageReference().Matches(text).Select(m => m.Groups[1].Value).ShouldAllBe(p => p.StartsWith("Microsoft.Orleans.")));

    [Fact]
    public void Rooms_are_named_for_what_is_in_them() => BadNames(Repository.CSharp("src").Select(f => f.Path)).ShouldBeEmpty();

    [Theory]
    [InlineData("src/Grains/Helpers/Text.cs")]
    [InlineData("src/Grains/Courses/CourseManager.cs")]
    [InlineData("src/WebFrontend/Common/Loose.cs")]
    public void A_seeded_bad_name_is_caught(string path) => BadNames([path]).ShouldNotBeEmpty();

    [Fact]
    public void The_same_folders_stand_on_every_floor()
    {
        var contracts = Capabilities("src/Grains.Interfaces");
        Capabilities("src/Grains").Except(contracts).ShouldBeEmpty("a capability of src/Grains has no contracts");
        Capabilities("src/WebFrontend").Except(contracts).Except(["Home", "Hosting", "Assets", "wwwroot", "Properties"]).ShouldBeEmpty("a room of src/WebFrontend has no contracts");
    }

    [Fact]
    public void Programs_are_short()
    {
        foreach (var program in Repository.CSharp("src").Where(f => f.Path.EndsWith("/Program.cs"))) program.Lines.ShouldBeLessThanOrEqualTo(45, program.Path);
    }

    [Fact]
    public void Features_never_ask_which_engine_runs() => EngineChecks(Repository.CSharp("src", "tests")).ShouldBeEmpty();

    [Fact]
    public void A_seeded_engine_check_is_caught() => EngineChecks([new SourceFile("src/Grains/Chat/Cheat.cs", "#if ORLEANS\n#endif")]).ShouldNotBeEmpty();

    private static IEnumerable<string> CrossReferences(IEnumerable<SourceFile> files) =>
        from file in files
        let room = file.Path.Split('/') is [_, _, var folder, _, ..] ? folder : null
        where room is not null and not "Common"
        from line in file.Text.Split('\n')
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from Match match in GrainsNamespace().Matches(line)
        let other = match.Groups[1].Value
        where other != room && other is not ("Interfaces" or "Common")
        select $"{file.Path} reaches into {other}";

    private static IEnumerable<string> FrontEndReferences(IEnumerable<SourceFile> files) =>
        from file in files
        where Npgsql().IsMatch(file.Text) || GrainsNamespace().Matches(file.Text).Any(m => m.Groups[1].Value != "Interfaces")
        where !file.Path.EndsWith("/Hosting/Engine.Orleans.cs")
        select file.Path;

    private static IEnumerable<string> BadNames(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var parts = path.Split('/');
            if (parts.SkipLast(1).Any(Forbidden.Contains)) yield return $"{path}: a folder named for nothing";
            if (BadType().IsMatch(parts[^1])) yield return $"{path}: a type named for nothing";
            if (parts is [_, var project, "Common", _] && !parts[^1].EndsWith("Module.cs") && project != "Orleans.InProcess") yield return $"{path}: a loose file in Common";
        }
    }

    private static IEnumerable<string> EngineChecks(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.Path.Contains("/Guards.Tests/")
        where file.Text.Split('\n').Any(line => line.StartsWith("#if ", StringComparison.Ordinal))
        select $"{file.Path} has an #if";

    private static IEnumerable<string> Capabilities(string project) =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, project)).Select(d => Path.GetFileName(d)!).Where(d => d is not ("Common" or "obj" or "bin"));

    [GeneratedRegex(@"LearningHub\.Grains\.([A-Z]\w+)")]
    private static partial Regex GrainsNamespace();

    [GeneratedRegex(@"\busing Npgsql|\bNpgsql(Connection|DataSource|Command)\b")]
    private static partial Regex Npgsql();

    [GeneratedRegex(@"(Manager|Helper|Helpers|Util|Utils)\.cs$")]
    private static partial Regex BadType();

    [GeneratedRegex("PackageReference Include=\"([^\"]+)\"")]
    private static partial Regex PackageReference();
}
