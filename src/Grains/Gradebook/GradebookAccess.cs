using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Gradebook;

internal static class GradebookAccess
{
    /// <summary>Null when the caller is staff of the course. A draft of another does not exist for them.</summary>
    public static async Task<Error?> Refuse(IGrainFactory grains, CourseKey key)
    {
        if (!KeySegment.IsValid(key.CourseId)) return GradebookErrors.CourseNotFound;
        var course = grains.Course(key);
        if (await course.IsStaff()) return null;
        return (await course.Get()).IsOk ? GradebookErrors.NotYours : GradebookErrors.CourseNotFound;
    }
}
