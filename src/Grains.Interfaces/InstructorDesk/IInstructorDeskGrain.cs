using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.InstructorDesk;

/// <summary>What those who teach see of their own courses. Key <c>tenant/queries</c>, a stateless worker. Every number is asked of the capability that owns it,
/// which also lists the rows behind it; they lag what happened by the projections, usually a fraction of a second.</summary>
public interface IInstructorDeskGrain : IGrainWithStringKey
{
    /// <summary>The caller's own courses: the sums, what waits for them, and a row a course. Bound: the 100 courses changed last.</summary>
    [Requires(Permission.Teach), Alias("Get")] Task<DeskView> Get();

    /// <summary>One course, for its staff. Errors: <c>courses.not_found</c>, <c>courses.not_yours</c>.</summary>
    [Requires(Permission.Teach), Alias("Course")] Task<Result<CourseInsight>> Course(string courseId);
}
