using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Enrolments.Pages;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>Who is in a course and how far, for its staff.</summary>
internal static class RosterPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Enrolments");
        pages.MapGet("/teach/courses/{courseId}/students", Show).Access(Permission.Teach).WithName("page.roster");
        pages.MapPost("/teach/courses/{courseId}/students/{userId}/remove", Remove).Access(Permission.Teach).WithName("page.roster.remove");
        pages.MapPost("/teach/courses/{courseId}/students/{userId}/readmit", Readmit).Access(Permission.Teach).WithName("page.roster.readmit");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string courseId, string? q, string? only, string? cursor)
    {
        var tenant = http.Viewer().Tenant;
        var course = await grains.Course(new CourseKey(tenant, courseId)).Get();
        if (!course.IsOk || !course.Value.CanEdit) return Refusals.NotFound(http);
        var search = q is { Length: <= 100 } ? q : "";
        var roster = await grains.Queries<IEnrolmentQueriesGrain>(tenant).Roster(new RosterQuery(courseId, search, cursor is { Length: <= 500 } ? cursor : null, 50, Only(only)));
        var places = course.Value.SeatLimit is null ? null : await grains.SeatPool(new CourseKey(tenant, courseId)).Get();
        var page = await http.Page($"Students · {course.Value.Title}", SitePaths.Teaching);
        return Common.Pages.Show<RosterPage>(new { Page = page, Course = course.Value, Roster = roster.Value ?? Page<RosterRow>.Empty, Search = search, Only = Only(only), Cursor = cursor, Places = places, Problem = roster.Error?.Message }, roster.IsOk ? 200 : 422);
    }

    /// <summary>The filter by its name; one that is not known is no filter.</summary>
    public static RosterFilter Only(string? name) => Enum.TryParse<RosterFilter>(name, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter : RosterFilter.All;

    private static async Task<IResult> Remove(HttpContext http, IGrainFactory grains, string courseId, string userId)
    {
        var form = await http.Form();
        return await Answer(http, grains, courseId, await Enrolment(http, grains, courseId, userId).Remove(new RemoveStudent(form.Text("reason"))));
    }

    private static async Task<IResult> Readmit(HttpContext http, IGrainFactory grains, string courseId, string userId) =>
        await Answer(http, grains, courseId, await Enrolment(http, grains, courseId, userId).Readmit(new ReadmitStudent()));

    private static IEnrolmentGrain Enrolment(HttpContext http, IGrainFactory grains, string courseId, string userId) =>
        grains.Enrolment(new MemberKey(http.Viewer().Tenant, courseId, userId));

    private static async Task<IResult> Answer(HttpContext http, IGrainFactory grains, string courseId, Result<Receipt> result)
    {
        if (!result.IsOk) return Common.Pages.Message(http, ProblemResults.Status(result.Error.Kind), "That could not be done", result.Error.Message);
        await grains.Passed(EnrolmentProjections.View, result.Value);
        return Common.Pages.SeeOther($"/teach/courses/{courseId}/students");
    }
}
