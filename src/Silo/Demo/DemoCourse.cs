using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Silo.Demo;

/// <summary>A course of the demo academy as its Markdown file holds it: fields, description, then <c>##</c> sections and <c>###</c> lessons.</summary>
internal sealed record DemoCourse(string Name, IReadOnlyDictionary<string, string> Fields, string Description, ImmutableArray<DemoSection> Sections)
{
    public string Title => Fields["title"];
    public CourseLevel Level => Enum.Parse<CourseLevel>(Fields["level"]);

    public static IEnumerable<DemoCourse> All()
    {
        var assembly = typeof(DemoCourse).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return Parse(Path.GetFileNameWithoutExtension(name), reader.ReadToEnd());
        }
    }

    public static DemoCourse Parse(string name, string text)
    {
        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, l => l == "description:");
        var fields = lines[..at].Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1]);
        var first = Array.FindIndex(lines, l => l.StartsWith("## ", StringComparison.Ordinal));
        var sections = ImmutableArray.CreateBuilder<DemoSection>();
        for (var i = first; i < lines.Length;)
        {
            var end = Next(lines, i + 1, "## ");
            sections.Add(new DemoSection(lines[i][3..], Lessons(lines[(i + 1)..end])));
            i = end;
        }
        return new DemoCourse(name, fields, string.Join('\n', lines[(at + 1)..first]).Trim(), sections.ToImmutable());
    }

    private static ImmutableArray<DemoLesson> Lessons(string[] lines)
    {
        var lessons = ImmutableArray.CreateBuilder<DemoLesson>();
        for (var i = Next(lines, 0, "### "); i < lines.Length;)
        {
            var end = Next(lines, i + 1, "### ");
            var title = lines[i][4..];
            var video = title.EndsWith(" [video]", StringComparison.Ordinal);
            lessons.Add(new DemoLesson(video ? title[..^8] : title, video, string.Join('\n', lines[(i + 1)..end]).Trim()));
            i = end;
        }
        return lessons.ToImmutable();
    }

    private static int Next(string[] lines, int from, string prefix)
    {
        var at = Array.FindIndex(lines, Math.Min(from, lines.Length), l => l.StartsWith(prefix, StringComparison.Ordinal));
        return at < 0 ? lines.Length : at;
    }
}

internal sealed record DemoSection(string Title, ImmutableArray<DemoLesson> Lessons);

internal sealed record DemoLesson(string Title, bool Video, string Markdown);
