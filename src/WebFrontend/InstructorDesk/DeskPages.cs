using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.InstructorDesk.Pages;

namespace LearningHub.WebFrontend.InstructorDesk;

/// <summary>One page of what needs attention; a course's numbers; who watched which second; what was earned.</summary>
internal static class DeskPages
{
    private const int EarningRows = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("InstructorDesk");
        pages.MapGet(SitePaths.Desk, Desk).Access(Permission.Teach).WithName("page.desk");
        pages.MapGet("/teach/courses/{courseId}/insights", Course).Access(Permission.Teach).WithName("page.insights");
        pages.MapGet("/teach/courses/{courseId}/lessons/{lessonId}/audience", Audience).Access(Permission.Teach).WithName("page.audience");
        pages.MapGet(SitePaths.Earnings, Earnings).Access(Permission.Teach).WithName("page.earnings");
    }

    private static async Task<IResult> Desk(HttpContext http, IGrainFactory grains) =>
        Common.Pages.Show<DeskPage>(new { Page = await http.Page("Desk", SitePaths.Desk), Desk = await http.Desk(grains).Get() });

    private static async Task<IResult> Course(HttpContext http, IGrainFactory grains, string courseId)
    {
        if (await Taught(http, grains, courseId) is not { } course || await http.Desk(grains).Course(courseId) is not { IsOk: true, Value: var insight }) return Refusals.NotFound(http);
        return Common.Pages.Show<InsightsPage>(new { Page = await http.Page($"Insights · {course.Title}", SitePaths.Teaching), Course = course, Insight = insight });
    }

    private static async Task<IResult> Audience(HttpContext http, IGrainFactory grains, string courseId, string lessonId)
    {
        if (await Taught(http, grains, courseId) is not { } course) return Refusals.NotFound(http);
        var audience = await grains.Queries<IEnrolmentQueriesGrain>(http.Viewer().Tenant).Audience(courseId, lessonId);
        if (!audience.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<AudiencePage>(new { Page = await http.Page($"Audience · {audience.Value.Title}", SitePaths.Teaching), Course = course, Audience = audience.Value });
    }

    private static async Task<IResult> Earnings(HttpContext http, IGrainFactory grains, string? course = null, string? cursor = null)
    {
        var from = cursor is { Length: > 0 and <= 500 } ? cursor : null;
        var courseId = KeySegment.IsValid(course) ? course : null;
        var found = await grains.Queries<ILedgerQueriesGrain>(http.Viewer().Tenant).Earnings(new(courseId, from, EarningRows));
        if (!found.IsOk) return Common.Pages.SeeOther(SitePaths.Earnings);
        var desk = await http.Desk(grains).Get();
        return Common.Pages.Show<EarningsPage>(new { Page = await http.Page("Earnings", SitePaths.Earnings), Desk = desk, Found = found.Value, CourseId = courseId, Paged = from is not null });
    }

    public static async Task<CourseView?> Taught(HttpContext http, IGrainFactory grains, string courseId) =>
        await grains.Course(new CourseKey(http.Viewer().Tenant, courseId)).Get() is { IsOk: true, Value: { CanEdit: true } course } ? course : null;
}
