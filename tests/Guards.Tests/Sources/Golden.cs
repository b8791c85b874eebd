namespace LearningHub.Guards.Tests.Sources;

/// <summary>A checked-in listing that a test compares with what is. <c>HUB_UPDATE_GOLDEN=1</c> writes it anew: the diff is then reviewed.</summary>
internal static class Golden
{
    public static void ShouldMatch(string name, IEnumerable<string> actual)
    {
        var path = Path.Combine(Repository.Root, "tests/Guards.Tests/Golden", name);
        var lines = actual.Order(StringComparer.Ordinal).ToArray();
        if (Environment.GetEnvironmentVariable("HUB_UPDATE_GOLDEN") == "1") File.WriteAllLines(path, lines);
        var expected = File.Exists(path) ? File.ReadAllLines(path) : [];
        var missing = expected.Except(lines).Select(l => "- " + l);
        var added = lines.Except(expected).Select(l => "+ " + l);
        string.Join('\n', missing.Concat(added)).ShouldBe("", $"{name} differs; if that is meant, run the tests with HUB_UPDATE_GOLDEN=1 and review the diff");
    }
}
