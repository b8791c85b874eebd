using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Enrolments.Pages;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>My courses; enrol and leave.</summary>
internal static class EnrolmentPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Enrolments");
        pages.MapGet(SitePaths.Learning, Mine).Access(Permission.SignedIn).WithName("page.learning");
        pages.MapPost("/courses/{courseId}/enrol", Enrol).Access(Permission.SignedIn).WithName("page.enrol");
        pages.MapPost("/courses/{courseId}/leave", Leave).Access(Permission.SignedIn).WithName("page.leave");
        pages.MapPost("/courses/{courseId}/waiting-list", (HttpContext http, IGrainFactory grains, string courseId) => Wait(http, grains, courseId, pool => pool.Join(new JoinWaitingList())))
            .Access(Permission.SignedIn).WithName("page.wait");
        pages.MapPost("/courses/{courseId}/waiting-list/leave", (HttpContext http, IGrainFactory grains, string courseId) => Wait(http, grains, courseId, pool => pool.Quit(new LeaveWaitingList())))
            .Access(Permission.SignedIn).WithName("page.waitNoMore");
    }

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor)
    {
        var courses = await grains.Queries<IEnrolmentQueriesGrain>(http.Viewer().Tenant).Mine(cursor is { Length: <= 500 } ? cursor : null, 24);
        return Common.Pages.Show<LearningPage>(new { Page = await http.Page("My courses", SitePaths.Learning), Courses = courses.Value ?? Page<MyCourse>.Empty, Cursor = cursor });
    }

    private static async Task<IResult> Enrol(HttpContext http, IGrainFactory grains, string courseId)
    {
        await http.Form();
        var viewer = http.Viewer();
        var enrolled = await grains.Enrolment(new MemberKey(viewer.Tenant, courseId, viewer.UserId)).Enrol(new EnrolStudent { OperationId = http.OperationId() });
        if (!enrolled.IsOk) return await Courses.CoursePages.ShowCourse(http, grains, courseId, enrolled.Error);
        await grains.Passed(EnrolmentProjections.View, enrolled.Value);
        return Common.Pages.SeeOther($"/learn/{courseId}");
    }

    private static async Task<IResult> Wait(HttpContext http, IGrainFactory grains, string courseId, Func<ISeatPoolGrain, Task<Result<Receipt>>> say)
    {
        var key = new CourseKey(http.Viewer().Tenant, courseId);
        if (!(await grains.Course(key).Get()).IsOk) return Refusals.NotFound(http);
        var said = await say(grains.SeatPool(key));
        return said.IsOk ? Common.Pages.SeeOther($"/courses/{courseId}") : await Courses.CoursePages.ShowCourse(http, grains, courseId, said.Error);
    }

    private static async Task<IResult> Leave(HttpContext http, IGrainFactory grains, string courseId)
    {
        var viewer = http.Viewer();
        var left = await grains.Enrolment(new MemberKey(viewer.Tenant, courseId, viewer.UserId)).Leave(new LeaveCourse());
        if (!left.IsOk) return await Courses.CoursePages.ShowCourse(http, grains, courseId, left.Error);
        await grains.Passed(EnrolmentProjections.View, left.Value);
        return Common.Pages.SeeOther(SitePaths.Learning);
    }
}

/// <summary>The names of the projections that this room's pages wait for.</summary>
internal static class EnrolmentProjections
{
    public const string View = "enrolments";
}
