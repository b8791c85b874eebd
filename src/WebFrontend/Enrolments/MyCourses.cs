using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.WebFrontend.Common.Components;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>How a course under way is shown and where it goes on.</summary>
internal static class MyCourses
{
    public static string ContinueHref(MyCourse course) => course.NextLessonId is { } lesson ? $"/learn/{course.CourseId}/{lesson}" : $"/learn/{course.CourseId}";

    public static CourseCardModel Card(MyCourse course) => new(ContinueHref(course), course.Title)
    {
        Subject = course.Subject,
        Next = course.NextLessonTitle,
        InstructorName = course.InstructorName,
        Progress = course.CoursePercent,
        ProgressText = course.CoursePercent == 100 ? "Done" : Durations.Words(course.RemainingMs) is { Length: > 0 } left ? $"{left} left" : null,
        Tag = course.Status == EnrolmentStatus.Active ? null : "Left",
    };
}
