using System.Globalization;
using LearningHub.WebFrontend.Common.Components;

namespace LearningHub.WebFrontend.Common.Layout;

/// <summary>What stands for a person without a photo: two letters and a hue, both from the name.</summary>
public static class Initials
{
    /// <summary>First letters of the first two words; titles such as "Dr." do not count.</summary>
    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var named = words.Where(word => !word.EndsWith('.')).ToArray();
        var letters = (named.Length > 0 ? named : words).Take(2).Select(word => StringInfo.GetNextTextElement(word));
        return string.Concat(letters).ToUpperInvariant() is { Length: > 0 } initials ? initials : "?";
    }

    public static int HueOf(string name) => (int)(NameHash.Of(name) % 360);
}
