using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.InstructorDesk;

namespace LearningHub.WebFrontend.InstructorDesk;

/// <summary>What those who teach see of their own courses.</summary>
internal static class DeskApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("InstructorDesk");
        api.MapGet("/desk", async (HttpContext http, IGrainFactory grains) => Results.Ok(await http.Desk(grains).Get())).Access(Permission.Teach).WithName("desk.get")
            .WithSummary("The caller's own courses: students, earnings, what waits for an answer (longest waiting first), and a row a course; of the 100 courses changed last.").Produces<DeskView>();
        api.MapGet("/courses/{courseId}/insights", async (string courseId, HttpContext http, IGrainFactory grains) => (await http.Desk(grains).Course(courseId)).ToApi())
            .Access(Permission.Teach).WithName("desk.course").WithSummary("A course for its staff: students, earnings, what waits, and how many began and completed each lesson.")
            .Produces<CourseInsight>().ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/courses/{courseId}/lessons/{lessonId}/audience", async (string courseId, string lessonId, HttpContext http, IGrainFactory grains) =>
                (await grains.Queries<IEnrolmentQueriesGrain>(http.Viewer().Tenant).Audience(courseId, lessonId)).ToApi())
            .Access(Permission.Teach).WithName("desk.audience").WithSummary("How many students watched each moment of a video, and where most were lost; for the course's staff.")
            .Produces<AudienceView>().ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/earnings", async (HttpContext http, IGrainFactory grains, string? course = null, string? cursor = null, int? limit = null) =>
                (await grains.Queries<ILedgerQueriesGrain>(http.Viewer().Tenant).Earnings(new(course, cursor, HttpInput.Limit(limit)))).ToApi())
            .Access(Permission.Teach).WithName("desk.earnings").WithSummary("The caller's own sales and refunds, newest first; of one course or all.")
            .Produces<Page<EarningRow>>().ProducesProblem(422);
    }

    public static IInstructorDeskGrain Desk(this HttpContext http, IGrainFactory grains) => grains.Queries<IInstructorDeskGrain>(http.Viewer().Tenant);
}
