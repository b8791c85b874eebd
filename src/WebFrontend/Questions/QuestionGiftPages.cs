using System.Text;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Questions.Pages;

namespace LearningHub.WebFrontend.Questions;

/// <summary>Questions in and out as GIFT.</summary>
internal static class QuestionGiftPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching").MapGroup("/teach/courses/{courseId}/questions");
        pages.MapGet("/import", (HttpContext http, IGrainFactory grains, TimeProvider time, string courseId) => Show(http, grains, courseId, "", "", KeySegment.NewId(time), null, null)).Access(Permission.Teach).WithName("page.questions.import");
        pages.MapPost("/import", Import).Access(Permission.Teach).WithName("page.questions.import.send");
        pages.MapGet("/export", Export).Access(Permission.Teach).WithName("page.questions.export");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string courseId, string gift, string tags, string run, QuestionImportReport? report, Error? error)
    {
        if (await QuestionPages.Course(http, grains, courseId) is not { } course) return Refusals.NotFound(http);
        return Common.Pages.Show<ImportPage>(new { Page = await http.Page($"Import · {course.Title}", SitePaths.Teaching), Course = course, Gift = gift, Tags = tags, Run = run, Report = report, Error = error },
            error is not null ? ProblemResults.Status(error.Kind) : report is { Errors.Length: > 0 } ? 422 : 200);
    }

    /// <summary>Checks first, or makes them. The form's own id makes sending it twice the same import.</summary>
    private static async Task<IResult> Import(HttpContext http, IGrainFactory grains, TimeProvider time, string courseId)
    {
        var form = await http.Form();
        var (gift, tags) = (form.Text("gift"), form.Text("tags"));
        var run = KeySegment.IsValid(form.Text("op")) ? form.Text("op") : KeySegment.NewId(time);
        var check = form.Text("do") == "check";
        var result = await grains.Queries<IQuestionBankGrain>(http.Viewer().Tenant).Import(
            new ImportQuestions(courseId, gift, [.. tags.Split(',').Select(t => t.Trim()).Where(t => t.Length > 0)], check) { OperationId = run });
        if (result is { IsOk: true, Value.Made: true }) return Common.Pages.SeeOther($"/teach/courses/{courseId}/questions?done=imported");
        return await Show(http, grains, courseId, gift, tags, run, result.Value, result.Error);
    }

    private static async Task<IResult> Export(HttpContext http, IGrainFactory grains, string courseId, string? tag)
    {
        var export = await grains.Queries<IQuestionBankGrain>(http.Viewer().Tenant).Export(courseId, tag is { Length: > 0 and <= 40 } ? tag : null);
        if (!export.IsOk) return Refusals.NotFound(http);
        var notes = string.Concat(export.Value.Notes.Select(n => $"// {n.ReplaceLineEndings(" ").Replace('[', '(').Replace(']', ')')}\n"));
        return Results.File(Encoding.UTF8.GetBytes(notes.Length > 0 ? $"{notes}\n{export.Value.Gift}" : export.Value.Gift), "text/plain; charset=utf-8", "questions.gift.txt");
    }
}
