using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Questions;

/// <summary>A course's bank is for its staff.</summary>
internal static class BankAccess
{
    /// <summary>Null when the caller is staff. A draft of another does not exist for them.</summary>
    public static async Task<Error?> Refuse(IGrainFactory grains, CourseKey key)
    {
        if (!KeySegment.IsValid(key.CourseId)) return QuestionErrors.CourseNotFound;
        var course = grains.Course(key);
        if (await course.IsStaff()) return null;
        return (await course.Get()).IsOk ? QuestionErrors.NotYours : QuestionErrors.CourseNotFound;
    }
}
