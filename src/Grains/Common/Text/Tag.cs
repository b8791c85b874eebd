namespace LearningHub.Grains.Common;

/// <summary>What a tag is, wherever one is written down or asked for. Lists of tags are written with commas, and GIFT ends one with a bracket.</summary>
internal static class Tag
{
    public const int MaxLength = 40;

    /// <summary>Lower case, one line; empty when nothing is written; null when it cannot be a tag.</summary>
    public static string? Clean(string? tag) => PlainText.Line(tag, MaxLength)?.ToLowerInvariant() is { } line && line.IndexOfAny([',', ']']) < 0 ? line : null;
}
