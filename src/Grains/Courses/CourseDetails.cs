using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>The rules for what a course says of itself.</summary>
internal static class CourseDetails
{
    public const long MaxPriceMinor = 10_000_000;
    public const int MaxSeats = 100_000;

    public static Error? Check(ref ChangeCourseDetails c)
    {
        var (title, subtitle, description, subject) = (c.Title, c.Subtitle, c.Description, c.Subject);
        var error = CourseText.Line(ref title, "title", "The title", CourseText.MaxTitle)
            ?? CourseText.Line(ref subtitle, "subtitle", "The subtitle", CourseText.MaxSubtitle, required: false)
            ?? CourseText.Markdown(ref description, "description", "The description", CourseText.MaxDescriptionBytes)
            ?? CourseText.Line(ref subject, "subject", "The subject", CourseText.MaxSubject)
            ?? CheckLevel(c.Level) ?? CheckLanguage(c.Language) ?? CheckPrices(c.Prices) ?? CheckSeats(c.SeatLimit);
        c = c with { Title = title, Subtitle = subtitle, Description = description, Subject = subject };
        return error;
    }

    public static Error? CheckLevel(CourseLevel level) =>
        Enum.IsDefined(level) ? null : CourseErrors.BadValue("level", "Choose one of the levels.");

    /// <summary>A BCP 47 tag of a language, with a region at most: <c>en</c>, <c>pt-BR</c>.</summary>
    public static Error? CheckLanguage(string language) =>
        language is { Length: 2 or 3 or 5 or 6 } && language.Split('-') is [{ Length: 2 or 3 } primary, .. var rest] && primary.All(char.IsAsciiLetterLower)
            && rest.Length <= 1 && rest.All(r => r.Length == 2 && r.All(char.IsAsciiLetterUpper))
            ? null : CourseErrors.BadValue("language", "Choose a language.");

    private static Error? CheckPrices(ImmutableArray<Money> prices)
    {
        if (prices.IsDefault || prices.Any(p => !Currencies.IsSold(p.Currency))) return CourseErrors.BadValue("prices", "Choose one of the currencies.");
        if (prices.Any(p => p.Minor is < 1 or > MaxPriceMinor)) return CourseErrors.BadValue("prices", "A price must be between 1 and 10,000,000 minor units. A free course has no price.");
        return prices.DistinctBy(p => p.Currency).Count() == prices.Length ? null : CourseErrors.BadValue("prices", "There can be one price a currency.");
    }

    private static Error? CheckSeats(int? limit) =>
        limit is null or (>= 1 and <= MaxSeats) ? null : CourseErrors.BadValue("seatLimit", $"A limit is between 1 and {MaxSeats:N0} people. Leave it empty for any number.");
}
