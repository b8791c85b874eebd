using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.WebFrontend.Questions;

/// <summary>What fits into a gap, a line each: <c>Seine</c>, <c>50% river # Which one?</c>, <c>2.1 ± 0.1</c>; in a list of choices the right one has a star: <c>* Seine</c>.</summary>
internal static class GapLines
{
    public static ImmutableArray<Answer> Read(string text, GapKind kind) => [.. text.ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Select(l => Line(l, kind))];

    private static Answer Line(string line, GapKind kind)
    {
        var (weight, feedback, tolerance) = (kind == GapKind.Choice ? 0m : 100m, "", "0");
        if (line.IndexOf(" # ", StringComparison.Ordinal) is > 0 and var hash) (line, feedback) = (line[..hash].Trim(), line[(hash + 3)..].Trim());
        if (kind == GapKind.Choice && line.StartsWith('*')) (line, weight) = (line[1..].Trim(), 100);
        if (line.IndexOf('%', StringComparison.Ordinal) is > 0 and var percent && decimal.TryParse(line.AsSpan(0, percent), NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var written))
            (line, weight) = (line[(percent + 1)..].Trim(), written);
        if (kind == GapKind.Number && line.IndexOf('±', StringComparison.Ordinal) is > 0 and var plus) (line, tolerance) = (line[..plus].Trim(), line[(plus + 1)..].Trim().Replace(',', '.'));
        if (kind == GapKind.Number && line.IndexOf(',', StringComparison.Ordinal) == line.LastIndexOf(',')) line = line.Replace(',', '.');
        return new("", line, weight, feedback, tolerance);
    }

    public static string Write(Gap gap) => string.Join('\n', gap.Answers.Select(a =>
        $"{Weight(a, gap.Kind)}{a.Text}{(gap.Kind == GapKind.Number && a.Tolerance is not ("0" or "") ? $" ± {a.Tolerance}" : "")}{(a.Feedback.Length > 0 ? $" # {a.Feedback.Replace('\n', ' ')}" : "")}"));

    private static string Weight(Answer a, GapKind kind) => kind == GapKind.Choice
        ? a.Weight == 100 ? "* " : a.Weight == 0 ? "" : Percent(a.Weight)
        : a.Weight == 100 ? "" : Percent(a.Weight);

    private static string Percent(decimal weight) => weight.ToString("0.#####", CultureInfo.InvariantCulture) + "% ";
}
