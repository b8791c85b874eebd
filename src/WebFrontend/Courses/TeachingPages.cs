using LearningHub.Grains.Interfaces.Courses;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Courses.Pages;

namespace LearningHub.WebFrontend.Courses;

/// <summary>The courses a person teaches, and a new one.</summary>
internal static class TeachingPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching");
        pages.MapGet(SitePaths.Teaching, List).Access(Permission.Teach).WithName("page.teach");
        pages.MapGet("/teach/new", async (HttpContext http, TimeProvider time) => Form(await http.Page("New course", SitePaths.Teaching), new NewCourseForm("", "Software", "StartingOut", "en", KeySegment.NewId(time)), null))
            .Access(Permission.Teach).WithName("page.teach.new");
        pages.MapPost("/teach/new", Create).Access(Permission.Teach).WithName("page.teach.create");
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string? cursor, string? all)
    {
        var viewer = http.Viewer();
        var showAll = all == "1" && viewer.Actor.IsAdmin;
        var courses = await grains.Queries<ICourseQueriesGrain>(viewer.Tenant).Taught(showAll, cursor is { Length: <= 500 } ? cursor : null, 50);
        return Common.Pages.Show<TeachingPage>(new { Page = await http.Page("Teaching", SitePaths.Teaching), Courses = courses.Value ?? Page<TaughtCourse>.Empty, Cursor = cursor, All = showAll, IsAdmin = viewer.Actor.IsAdmin });
    }

    private static async Task<IResult> Create(HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var form = await http.Form();
        var entered = new NewCourseForm(form.Text("title"), form.Text("subject"), form.Text("level"), form.Text("language"), form.Text("id"));
        var courseId = KeySegment.IsValid(entered.Id) ? entered.Id : KeySegment.NewId(time);
        var created = await grains.Course(new CourseKey(http.Viewer().Tenant, courseId))
            .Create(new CreateCourse(entered.Title, entered.Subject, entered.ParsedLevel, entered.Language) { OperationId = $"create-{courseId}" });
        return created.IsOk
            ? Common.Pages.SeeOther($"/teach/courses/{courseId}")
            : Form(await http.Page("New course", SitePaths.Teaching), entered with { Id = courseId }, created.Error);
    }

    private static IResult Form(PageContext page, NewCourseForm entered, Error? error) =>
        Common.Pages.Show<NewCoursePage>(new { Page = page, Entered = entered, Error = error }, error is null ? 200 : ProblemResults.Status(error.Kind));
}

/// <param name="Id">Made once, so that sending the form twice makes one course.</param>
public sealed record NewCourseForm(string Title, string Subject, string Level, string Language, string Id)
{
    public CourseLevel ParsedLevel => Enum.TryParse<CourseLevel>(Level, out var level) && Enum.IsDefined(level) ? level : CourseLevel.StartingOut;
}
