using System.Collections.Frozen;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>The rules for what a course says of itself.</summary>
internal static class CourseDetails
{
    public const long MaxPriceMinor = 10_000_000;

    /// <summary>ISO 4217.</summary>
    public static readonly FrozenSet<string> Currencies = FrozenSet.ToFrozenSet(
        ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "INR", "BRL", "JPY", "KRW", "AED", "SAR", "KWD", "BHD"]);

    public static Error? Check(ref ChangeCourseDetails c)
    {
        var (title, subtitle, description, subject) = (c.Title, c.Subtitle, c.Description, c.Subject);
        var error = CourseText.Line(ref title, "title", "The title", CourseText.MaxTitle)
            ?? CourseText.Line(ref subtitle, "subtitle", "The subtitle", CourseText.MaxSubtitle, required: false)
            ?? CourseText.Markdown(ref description, "description", "The description", CourseText.MaxDescriptionBytes)
            ?? CourseText.Line(ref subject, "subject", "The subject", CourseText.MaxSubject)
            ?? CheckLevel(c.Level) ?? CheckLanguage(c.Language) ?? CheckPrice(c.PriceMinor, c.Currency);
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

    private static Error? CheckPrice(long minor, string currency)
    {
        if (minor is < 0 or > MaxPriceMinor) return CourseErrors.BadValue("priceMinor", "The price must be between 0 and 10,000,000 minor units.");
        return currency is not null && Currencies.Contains(currency) ? null : CourseErrors.BadValue("currency", "Choose one of the currencies.");
    }
}
