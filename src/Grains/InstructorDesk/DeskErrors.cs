using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.InstructorDesk;

internal static class DeskErrors
{
    public static Error CourseNotFound { get; } = Error.NotFound("courses.not_found", "There is no such course.");
    public static Error NotStaff { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
}
