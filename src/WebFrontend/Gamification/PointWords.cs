using System.Globalization;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.WebFrontend.Gamification;

/// <summary>Points in words.</summary>
internal static class PointWords
{
    public static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    public static string Reason(PointReason reason) => reason switch
    {
        PointReason.LessonCompleted => "Lesson completed",
        PointReason.CourseCompleted => "Course completed",
        PointReason.QuizPassed => "Quiz passed",
        _ => "First message of the day",
    };

    public static string RuleHint(PointReason reason) => reason switch
    {
        PointReason.LessonCompleted => "Each lesson once, however often it is done again.",
        PointReason.CourseCompleted => "When every lesson is complete.",
        PointReason.QuizPassed => "Each quiz once, at the first pass.",
        _ => "Once a day of the person’s own, in any course’s chat.",
    };

    public static string Icon(PointReason reason) => reason switch
    {
        PointReason.LessonCompleted => "book",
        PointReason.CourseCompleted => "certificate",
        PointReason.QuizPassed => "circle-check",
        _ => "message",
    };

    public static string Icon(BadgeMetric metric) => metric switch
    {
        BadgeMetric.Points => "star",
        BadgeMetric.Lessons => "book",
        BadgeMetric.Courses => "certificate",
        BadgeMetric.Quizzes => "circle-check",
        _ => "flame",
    };

    public static string Goal(BadgeMetric metric, int atLeast) => metric switch
    {
        BadgeMetric.Points => $"{Number(atLeast)} points",
        BadgeMetric.Lessons => CourseWords.Count(atLeast, "lesson", "lessons"),
        BadgeMetric.Courses => CourseWords.Count(atLeast, "course", "courses"),
        BadgeMetric.Quizzes => CourseWords.Count(atLeast, "quiz", "quizzes"),
        _ => $"{CourseWords.Count(atLeast, "day", "days")} in a row",
    };

    public static readonly IReadOnlyList<(string, string)> Metrics =
        [("Lessons", "Lessons completed"), ("Quizzes", "Quizzes passed"), ("Courses", "Courses completed"), ("Streak", "Days in a row"), ("Points", "Points")];
}
