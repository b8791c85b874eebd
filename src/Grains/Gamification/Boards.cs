using System.Globalization;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.Grains.Gamification;

/// <summary>The boards an entry counts on, by their names in the tables, and the topics they are watched under.</summary>
internal static class Boards
{
    public const string All = "all";

    /// <summary>The ISO week in UTC: one week for everybody, wherever they are.</summary>
    public static string Week(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(at.UtcDateTime)}-{ISOWeek.GetWeekOfYear(at.UtcDateTime):00}");

    public static string Name(BoardPeriod period, string? courseId, DateTimeOffset now) => (period, courseId) switch
    {
        (BoardPeriod.Week, null) => $"w/{Week(now)}",
        (BoardPeriod.Week, _) => $"c/{courseId}/{Week(now)}",
        (_, null) => All,
        _ => $"c/{courseId}",
    };

    public static IEnumerable<string> Of(string courseId, DateTimeOffset at) =>
        [All, $"w/{Week(at)}", $"c/{courseId}", $"c/{courseId}/{Week(at)}"];

    public static string TopicId(BoardPeriod period, string? courseId) => courseId is null
        ? period is BoardPeriod.Week ? "week" : "all"
        : period is BoardPeriod.Week ? $"cw-{courseId}" : $"c-{courseId}";

    public static (BoardPeriod Period, string? CourseId)? Parse(string? topicId) => topicId switch
    {
        "all" => (BoardPeriod.AllTime, null),
        "week" => (BoardPeriod.Week, null),
        ['c', 'w', '-', .. var id] when KeySegment.IsValid(id) => (BoardPeriod.Week, id),
        ['c', '-', .. var id] when KeySegment.IsValid(id) => (BoardPeriod.AllTime, id),
        _ => null,
    };
}
