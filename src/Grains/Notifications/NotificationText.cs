using System.Globalization;
using System.Text.RegularExpressions;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Notifications;

/// <summary>The texts of a notification, made when they are read: names are looked up, so that a person who was erased is named nowhere.</summary>
internal static partial class NotificationText
{
    /// <summary>Fills in <c>{course}</c>, <c>{class}</c>, <c>{lesson}</c>, <c>{badge}</c>, <c>{person}</c>, <c>{people}</c> (the last one and how many others), <c>{count}</c>, <c>{when}</c> (on
    /// the reader's clock), <c>{money}</c>; in paths <c>{courseId}</c> and <c>{subjectId}</c>.</summary>
    public static string Of(string template, NotificationFacts f) => Placeholder().Replace(template, m => m.Groups[1].Value switch
    {
        "course" => f.CourseTitle ?? "a course that is gone",
        "class" => f.ClassTitle ?? "a live class",
        "lesson" => f.LessonTitle ?? "a lesson that is gone",
        "badge" => f.BadgeName ?? "a badge",
        "person" => f.PersonName ?? "Someone",
        "people" => f.Count > 1 ? $"{f.PersonName ?? "Someone"} and {f.Count - 1} {(f.Count == 2 ? "other" : "others")}" : f.PersonName ?? "Someone",
        "count" => f.Count.ToString(CultureInfo.InvariantCulture),
        "when" => When(f),
        "money" => Money(f.Detail),
        "courseId" => f.CourseId ?? "",
        "subjectId" => f.SubjectId ?? "",
        var other => throw new InvalidOperationException($"There is no placeholder {other}."),
    });

    private static string When(NotificationFacts f)
    {
        var at = f.StartsAt ?? (DateTimeOffset.TryParse(f.Detail, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told) ? told : null);
        if (at is not { } moment) return "at a time to be told";
        return TimeZoneInfo.ConvertTime(moment, f.Zone).ToString("dddd d MMMM, HH:mm", CultureInfo.InvariantCulture) + (f.Zone == TimeZoneInfo.Utc ? " UTC" : "");
    }

    private static string Money(string detail)
    {
        if (detail.Split(' ') is not [var minor, var currency] || !long.TryParse(minor, CultureInfo.InvariantCulture, out var amount) || !Currencies.IsSold(currency)) return "Your money";
        return FormattableString.Invariant($"{(amount / (decimal)Currencies.MinorPerMajor(currency)).ToString($"N{Currencies.Exponent(currency)}", CultureInfo.InvariantCulture)} {currency}");
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}

/// <summary>A row with what its ids are called at present.</summary>
internal sealed record NotificationFacts(string NotificationId, string Kind, DateTimeOffset At, string? CourseId, string? SubjectId, string? PersonId, string Detail, int Count, bool Read,
    string? CourseTitle, string? LessonTitle, string? ClassTitle, DateTimeOffset? StartsAt, string? PersonName, string? BadgeName, TimeZoneInfo Zone);
