using System.Globalization;
using System.Text.RegularExpressions;

namespace LearningHub.Grains.Questions;

/// <summary>Where the gaps of a fill-in stand: <c>[[1]]</c>, <c>[[2]]</c>, …</summary>
internal static partial class GapPlaces
{
    public static IReadOnlyList<int> In(string text) => [.. Marks().Matches(text).Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    public static string Replace(string text, Func<int, string> gap) => Marks().Replace(text, m => gap(int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\[\[([0-9]{1,2})\]\]")]
    private static partial Regex Marks();
}
