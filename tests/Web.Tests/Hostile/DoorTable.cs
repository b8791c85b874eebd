namespace LearningHub.Web.Tests.Hostile;

/// <summary>The checked-in list of doors with what each asks for. <c>HUB_UPDATE_GOLDEN=1</c> writes it anew: the diff is then reviewed.</summary>
internal static class DoorTable
{
    public static string Root { get; } = FindRoot();
    private static string File => Path.Combine(Root, "tests/Web.Tests/Hostile/doors.txt");

    public static string[] Lines(IEnumerable<Door> doors) => [.. doors.Select(d => $"{d} {d.Asks?.ToString() ?? "nothing"}").Order(StringComparer.Ordinal)];

    public static void Update(string[] lines) => System.IO.File.WriteAllLines(File, lines);

    /// <summary>What one has and the other has not; empty when they are the same.</summary>
    public static string Differences(string[] lines) => Differences(System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [], lines);

    public static string Differences(string[] expected, string[] lines) =>
        string.Join('\n', expected.Except(lines).Select(l => "- " + l).Concat(lines.Except(expected).Select(l => "+ " + l)));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "LearningHub.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("LearningHub.sln");
        return folder;
    }
}
