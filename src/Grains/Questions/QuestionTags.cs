using System.Collections.Immutable;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Questions;

internal static class QuestionTags
{
    public const int Most = 20;

    /// <summary>Lower case, one line each, sorted, each once; null where one cannot be a tag.</summary>
    public static ImmutableArray<string>? Clean(ImmutableArray<string> tags)
    {
        var clean = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags.OrNone())
        {
            if (Tag.Clean(tag) is not { } line) return null;
            if (line.Length > 0) clean.Add(line);
        }
        return clean.Count > Most ? null : [.. clean];
    }
}
