using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Courses.Pages;

namespace LearningHub.WebFrontend.Courses;

/// <summary>A course as those see it who may take it.</summary>
internal static class CoursePages
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.PageGroup("Courses").MapGet("/courses/{courseId}", (HttpContext http, IGrainFactory grains, string courseId) => ShowCourse(http, grains, courseId, null))
            .Access(Permission.Anyone).WithName("page.course");

    /// <summary>The page, with why the last request was refused, if it was.</summary>
    public static async Task<IResult> ShowCourse(HttpContext http, IGrainFactory grains, string courseId, Error? problem)
    {
        var viewer = http.Viewer();
        var course = await grains.Course(new CourseKey(viewer.Tenant, courseId)).Get();
        if (!course.IsOk) return Refusals.NotFound(http);
        var people = await grains.Queries<IUserQueriesGrain>(viewer.Tenant).People([course.Value.InstructorId]);
        var mine = viewer.IsSignedIn ? (await grains.Enrolment(new MemberKey(viewer.Tenant, courseId, viewer.UserId)).Get()).Value : null;
        var sold = !course.Value.IsFree && !course.Value.CanEdit && mine is not { IsActive: true };
        var inCart = sold && await http.Cart() is { } cart && (await cart.Get()).Value is { } held && held.Lines.Any(l => l.CourseId == courseId);
        var pool = course.Value.SeatLimit is null ? null : grains.SeatPool(new CourseKey(viewer.Tenant, courseId));
        var seats = pool is null ? null : await pool.Get();
        var page = await http.Page(course.Value.Title, SitePaths.Catalogue);
        return Common.Pages.Show<CoursePage>(new
        {
            Page = page with { Description = course.Value.Subtitle, BodyClass = "hub-has-buybar" },
            Course = course.Value,
            Description = http.RequestServices.GetRequiredService<LessonHtml>().Render(course.Value.Description),
            Instructor = people.FirstOrDefault(),
            Enrolment = mine,
            InCart = inCart,
            Classes = await LiveClasses.LiveClassPages.Of(courseId, http, grains),
            SeatsLeft = seats?.Left,
            Waiting = pool is null || seats is { Left: > 0 } ? null : await pool.GetWaiting(),
            Problem = problem?.Message,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }
}
