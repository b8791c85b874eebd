using System.Globalization;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Gradebook.Pages;

namespace LearningHub.WebFrontend.Gradebook;

/// <summary>The instructor's table with the selected cell beside it, the settings, and a student's own grades.</summary>
internal static class GradebookPages
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching").MapGroup("/teach/courses/{courseId}/grades");
        pages.MapGet("", (HttpContext http, IGrainFactory grains, string courseId, string? search, string? cursor, string? student, string? item) =>
            Grid(http, grains, courseId, new(search, cursor, student, item), null, null)).Access(Permission.Teach).WithName("page.grades");
        pages.MapPost("/{userId}/{itemId}", Override).Access(Permission.Teach).WithName("page.grades.override");
        pages.MapGet("/csv", GradebookApi.Csv).Access(Permission.Teach).WithName("page.grades.csv");
        pages.MapGet("/setup", (HttpContext http, IGrainFactory grains, string courseId) => Setup(http, grains, courseId, null)).Access(Permission.Teach).WithName("page.grades.setup");
        pages.MapPost("/setup/categories", AddCategory).Access(Permission.Teach).WithName("page.grades.category.add");
        pages.MapPost("/setup/categories/{categoryId}", SaveCategory).Access(Permission.Teach).WithName("page.grades.category.save");
        pages.MapPost("/setup/categories/{categoryId}/remove", RemoveCategory).Access(Permission.Teach).WithName("page.grades.category.remove");
        pages.MapPost("/setup/items/{itemId}", SaveItem).Access(Permission.Teach).WithName("page.grades.item.save");
        pages.MapPost("/setup/posting", Posting).Access(Permission.Teach).WithName("page.grades.posting");
        routes.PageGroup("Gradebook").MapGet("/courses/{courseId}/grades", Mine).Access(Permission.SignedIn).WithName("page.grades.mine");
    }

    internal sealed record Asked(string? Search, string? Cursor, string? Student, string? Item);

    private static IGradebookGrain Book(HttpContext http, IGrainFactory grains, string courseId) => grains.Gradebook(new CourseKey(http.Viewer().Tenant, courseId));
    private static IGradebookQueriesGrain Queries(HttpContext http, IGrainFactory grains) => grains.Queries<IGradebookQueriesGrain>(http.Viewer().Tenant);
    private static string Address(string courseId) => $"/teach/courses/{courseId}/grades";

    private static async Task<CourseView?> Course(HttpContext http, IGrainFactory grains, string courseId) =>
        await grains.Course(new CourseKey(http.Viewer().Tenant, courseId)).Get() is { IsOk: true, Value: { CanEdit: true } course } ? course : null;

    private static async Task<IResult> Grid(HttpContext http, IGrainFactory grains, string courseId, Asked asked, OverrideGrade? entered, Error? error)
    {
        if (await Course(http, grains, courseId) is not { } course) return Refusals.NotFound(http);
        var queries = Queries(http, grains);
        var search = asked.Search is { Length: <= 100 } s ? s : "";
        var grid = await queries.Grid(new GradeGridQuery(courseId, search, asked.Cursor is { Length: <= 2_000 } ? asked.Cursor : null, PageSize));
        if (grid.Error?.Code == "common.bad_cursor") return Common.Pages.SeeOther(Address(courseId));
        if (!grid.IsOk) return Common.Pages.Message(http, ProblemResults.Status(grid.Error.Kind), "Grades", grid.Error.Message);
        var student = KeySegment.IsValid(asked.Student) ? (await queries.Student(courseId, asked.Student!)).Value : null;
        var item = student is null ? null : grid.Value.Setup.Items.FirstOrDefault(i => i.ItemId == asked.Item);
        var history = item is null ? default : (await queries.History(courseId, item.ItemId, student!.UserId)).Value;
        return Common.Pages.Show<GradesPage>(new
        {
            Page = await http.Page($"Grades · {course.Title}", SitePaths.Teaching), Course = course, Grid = grid.Value, Search = search, Cursor = asked.Cursor, Student = student, Item = item,
            History = history.IsDefault ? [] : history, Entered = entered, Error = error, Saved = http.Request.Query.ContainsKey("saved"),
        }, error is null ? 200 : ProblemResults.Status(error.Kind));
    }

    private static async Task<IResult> Override(HttpContext http, IGrainFactory grains, string courseId, string userId, string itemId)
    {
        var form = await http.Form();
        var kind = form.Text("kind") switch { "excused" => OverrideKind.Excused, "cleared" => OverrideKind.Cleared, _ => OverrideKind.Grade };
        var asked = new Asked(form.Text("search"), form.Text("cursor") is { Length: > 0 } cursor ? cursor : null, userId, itemId);
        var percent = Number(form.Text("percent"));
        var command = new OverrideGrade(itemId, userId, kind, percent, form.Text("reason")) { OperationId = http.OperationId() };
        var saved = await Book(http, grains, courseId).Override(command);
        if (!saved.IsOk) return await Grid(http, grains, courseId, asked, command, saved.Error);
        return Common.Pages.SeeOther($"{Address(courseId)}?search={Uri.EscapeDataString(asked.Search ?? "")}{(asked.Cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(asked.Cursor))}&student={userId}&item={itemId}&saved");
    }

    private static async Task<IResult> Setup(HttpContext http, IGrainFactory grains, string courseId, Error? error)
    {
        if (await Course(http, grains, courseId) is not { } course) return Refusals.NotFound(http);
        var setup = await Book(http, grains, courseId).GetSetup();
        if (!setup.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<GradeSetupPage>(new { Page = await http.Page($"Weights · {course.Title}", SitePaths.Teaching), Course = course, Setup = setup.Value, Error = error, Saved = http.Request.Query.ContainsKey("saved") },
            error is null ? 200 : ProblemResults.Status(error.Kind));
    }

    private static async Task<IResult> AddCategory(HttpContext http, IGrainFactory grains, TimeProvider time, string courseId) =>
        await PutCategory(http, grains, courseId, (await http.Form()).Text("id") is var id && KeySegment.IsValid(id) ? id : KeySegment.NewId(time));

    private static Task<IResult> SaveCategory(HttpContext http, IGrainFactory grains, string courseId, string categoryId) => PutCategory(http, grains, courseId, categoryId);

    private static async Task<IResult> PutCategory(HttpContext http, IGrainFactory grains, string courseId, string categoryId)
    {
        var form = await http.Form();
        var drop = form.Text("dropLowest").Trim();
        return await Done(http, grains, courseId, await Book(http, grains, courseId).SetCategory(new SetGradeCategory(categoryId, form.Text("name"), Number(form.Text("weight")) ?? -1,
            drop.Length == 0 ? 0 : int.TryParse(drop, out var n) ? n : -1, form.Text("empty") == "Zero" ? EmptyGrades.Zero : EmptyGrades.Excluded)));
    }

    private static async Task<IResult> RemoveCategory(HttpContext http, IGrainFactory grains, string courseId, string categoryId) =>
        await Done(http, grains, courseId, await Book(http, grains, courseId).RemoveCategory(new RemoveGradeCategory(categoryId)));

    private static async Task<IResult> SaveItem(HttpContext http, IGrainFactory grains, string courseId, string itemId)
    {
        var form = await http.Form();
        return await Done(http, grains, courseId, await Book(http, grains, courseId).SetItem(new SetGradeItem(itemId, form.Text("category"), Number(form.Text("weight")) ?? -1)));
    }

    private static async Task<IResult> Posting(HttpContext http, IGrainFactory grains, string courseId)
    {
        var form = await http.Form();
        return await Done(http, grains, courseId, await Book(http, grains, courseId).SetPosting(new SetGradePosting(form.Text("item") is { Length: > 0 } item ? item : null, form.Text("posted") == "1")));
    }

    private static async Task<IResult> Done(HttpContext http, IGrainFactory grains, string courseId, Result<Receipt> result) =>
        result.IsOk ? Common.Pages.SeeOther($"{Address(courseId)}/setup?saved") : await Setup(http, grains, courseId, result.Error);

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string courseId)
    {
        var grades = await Queries(http, grains).Mine(courseId);
        if (!grades.IsOk) return grades.Error.Kind == ErrorKind.NotFound ? Refusals.NotFound(http) : Common.Pages.Message(http, 403, "Grades", grades.Error.Message);
        var course = await grains.Course(new CourseKey(http.Viewer().Tenant, courseId)).Get();
        return course.IsOk ? Common.Pages.Show<MyGradesPage>(new { Page = await http.Page($"Grades · {course.Value.Title}", SitePaths.Learning), Course = course.Value, Grades = grades.Value }) : Refusals.NotFound(http);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Trim().TrimEnd('%').Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
