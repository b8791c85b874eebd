using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.WebFrontend.Questions;

/// <summary>For endpoints under a course that ask no grain of the bank: the same answer as the bank would give.</summary>
internal static class QuestionStaff
{
    /// <summary>Null for the staff of the course.</summary>
    public static async Task<IResult?> Refuse(HttpContext http, IGrainFactory grains, string courseId)
    {
        var course = grains.Course(new CourseKey(http.Viewer().Tenant, courseId));
        if (await course.IsStaff()) return null;
        return (await course.Get()).IsOk ? ProblemResults.Forbidden("courses.not_yours", "Only the instructor of this course may do this.") : ProblemResults.NotFound("courses.not_found", "There is no such course.");
    }
}
