using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.InstructorDesk.Pages;
using LearningHub.WebFrontend.Quizzes;

namespace LearningHub.WebFrontend.InstructorDesk;

/// <summary>Announcements of a course: for those in it to read, for its staff to write.</summary>
internal static class AnnouncementPages
{
    private const int Rows = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("InstructorDesk");
        pages.MapGet("/courses/{courseId}/announcements", Read).Access(Permission.SignedIn).WithName("page.announcements");
        pages.MapGet("/teach/courses/{courseId}/announcements", (HttpContext http, IGrainFactory grains, TimeProvider time, string courseId, string? cursor) => Write(http, grains, time, courseId, cursor, null, null))
            .Access(Permission.Teach).WithName("page.announcements.write");
        pages.MapPost("/teach/courses/{courseId}/announcements", Post).Access(Permission.Teach).WithName("page.announcements.post");
        pages.MapPost("/teach/courses/{courseId}/announcements/{announcementId}/withdraw", Withdraw).Access(Permission.Teach).WithName("page.announcements.withdraw");
        pages.MapPost("/teach/courses/{courseId}/announcements/{announcementId}/adopt", Adopt).Access(Permission.Teach).WithName("page.announcements.adopt");
    }

    private static async Task<IResult> Read(HttpContext http, IGrainFactory grains, string courseId, string? cursor)
    {
        var course = await grains.Course(new CourseKey(http.Viewer().Tenant, courseId)).Get();
        var from = cursor is { Length: > 0 and <= 500 } ? cursor : null;
        var found = await http.Announcements(grains, courseId).List(from, Rows);
        if (!course.IsOk || !found.IsOk) return found.Error?.Code == "common.bad_cursor" ? Common.Pages.SeeOther($"/courses/{courseId}/announcements") : Refusals.NotFound(http);
        return Common.Pages.Show<AnnouncementsPage>(new { Page = await http.Page($"Announcements · {course.Value.Title}"), Course = course.Value, Found = found.Value, Paged = from is not null });
    }

    private static async Task<IResult> Write(HttpContext http, IGrainFactory grains, TimeProvider time, string courseId, string? cursor, AnnouncementForm? entered, Error? problem)
    {
        var from = cursor is { Length: > 0 and <= 500 } ? cursor : null;
        if (await DeskPages.Taught(http, grains, courseId) is not { } course || await http.Announcements(grains, courseId).List(from, Rows) is not { IsOk: true, Value: var found }) return Refusals.NotFound(http);
        return Common.Pages.Show<WriteAnnouncementPage>(new
        {
            Page = await http.Page($"Announcements · {course.Title}", SitePaths.Teaching), Course = course, Found = found, Paged = from is not null, Zone = ZoneTime.Of(http.Viewer()),
            Entered = entered ?? new("", "", "", KeySegment.NewId(time)), Problem = problem,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Post(HttpContext http, IGrainFactory grains, TimeProvider time, string courseId)
    {
        var form = await http.Form();
        var id = form.Text("id");
        var entered = new AnnouncementForm(form.Text("title"), form.Text("text"), form.Text("at"), KeySegment.IsValid(id) ? id : KeySegment.NewId(time));
        if (!ZoneTime.Of(http.Viewer()).TryParse(entered.At.Trim(), out var at)) return await Write(http, grains, time, courseId, null, entered, Error.Invalid("announcements.moment_invalid", "This is not a moment.", "at"));
        var posted = await http.Announcements(grains, courseId).Post(new(entered.Id, entered.Title, entered.Text, at) { OperationId = http.OperationId() });
        return posted.IsOk ? Common.Pages.SeeOther($"/teach/courses/{courseId}/announcements") : await Write(http, grains, time, courseId, null, entered, posted.Error);
    }

    private static async Task<IResult> Withdraw(HttpContext http, IGrainFactory grains, string courseId, string announcementId) =>
        Done(http, courseId, await http.Announcements(grains, courseId).Withdraw(new(announcementId) { OperationId = http.OperationId() }));

    private static async Task<IResult> Adopt(HttpContext http, IGrainFactory grains, string courseId, string announcementId) =>
        Done(http, courseId, await http.Announcements(grains, courseId).Adopt(new(announcementId) { OperationId = http.OperationId() }));

    private static IResult Done(HttpContext http, string courseId, Result<Receipt> done) => done.IsOk ? Common.Pages.SeeOther($"/teach/courses/{courseId}/announcements")
        : Common.Pages.Message(http, ProblemResults.Status(done.Error.Kind), "That could not be done", done.Error.Message);
}

/// <param name="At">In the writer's zone; empty: at once.</param>
/// <param name="Id">Made once, so that sending the form twice posts once.</param>
public sealed record AnnouncementForm(string Title, string Text, string At, string Id);
