using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Questions.Pages;

namespace LearningHub.WebFrontend.Questions;

/// <summary>The bank of a course: the list and the editor with its preview.</summary>
internal static class QuestionPages
{
    private const int PageSize = 30;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching").MapGroup("/teach/courses/{courseId}/questions");
        pages.MapGet("", List).Access(Permission.Teach).WithName("page.questions");
        pages.MapGet("/new", (HttpContext http, IGrainFactory grains, TimeProvider time, string courseId, string? kind) =>
            Editor(http, grains, courseId, null, QuestionForm.New(QuestionForm.KindOf(kind) ?? QuestionKind.SingleChoice), KeySegment.NewId(time), null)).Access(Permission.Teach).WithName("page.questions.new");
        pages.MapPost("/new", Create).Access(Permission.Teach).WithName("page.questions.create");
        pages.MapPost("/preview", Preview).Access(Permission.Teach).WithName("page.questions.preview");
        pages.MapGet("/{questionId}", Show).Access(Permission.Teach).WithName("page.questions.edit");
        pages.MapPost("/{questionId}", Save).Access(Permission.Teach).WithName("page.questions.save");
        pages.MapPost("/{questionId}/archive", Archive).Access(Permission.Teach).WithName("page.questions.archive");
        pages.MapPost("/{questionId}/restore", Restore).Access(Permission.Teach).WithName("page.questions.restore");
    }

    /// <summary>The course when the viewer may edit it, else null.</summary>
    public static async Task<CourseView?> Course(HttpContext http, IGrainFactory grains, string courseId) =>
        await grains.Course(new CourseKey(http.Viewer().Tenant, courseId)).Get() is { IsOk: true, Value: { CanEdit: true } course } ? course : null;

    private static IQuestionGrain Question(HttpContext http, IGrainFactory grains, string questionId) => grains.Question(new QuestionKey(http.Viewer().Tenant, questionId));
    private static string Address(string courseId) => $"/teach/courses/{courseId}/questions";

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string courseId, string? search, string? kind, string? tag, string? archived, string? cursor)
    {
        if (await Course(http, grains, courseId) is not { } course) return Refusals.NotFound(http);
        var bank = grains.Queries<IQuestionBankGrain>(http.Viewer().Tenant);
        var asked = new QuestionSearch(courseId, search is { Length: <= 100 } ? search : "", QuestionForm.KindOf(kind), tag is { Length: > 0 and <= 40 } ? tag : null, archived == "1", cursor is { Length: <= 2_000 } ? cursor : null, PageSize);
        var found = await bank.Search(asked);
        if (found.Error?.Code == "common.bad_cursor") return Common.Pages.SeeOther(Address(courseId));
        return Common.Pages.Show<QuestionsPage>(new
        {
            Page = await http.Page($"Questions · {course.Title}", SitePaths.Teaching), Course = course, Questions = found.Value ?? Page<QuestionRow>.Empty,
            Tags = (await bank.Tags(courseId)) is { IsOk: true } tags ? tags.Value : [], Asked = asked, Problem = found.Error?.Message, Done = http.Request.Query["done"].ToString(),
            Figures = found.Value is { Items: { Length: > 0 } rows } && await Items(http, grains, courseId, [.. rows.Select(r => r.QuestionId)]) is { IsOk: true, Value: var figures } ? figures.ToDictionary(f => f.QuestionId) : [],
        }, found.IsOk ? 200 : ProblemResults.Status(found.Error.Kind));
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string courseId, string questionId, int? version)
    {
        var question = version is { } v ? await Question(http, grains, questionId).GetVersion(v) : await Question(http, grains, questionId).Get();
        if (!question.IsOk || question.Value.CourseId != courseId) return Refusals.NotFound(http);
        return await Editor(http, grains, courseId, question.Value, QuestionForm.Of(question.Value), questionId, null);
    }

    private static Task<Result<ImmutableArray<QuestionFigures>>> Items(HttpContext http, IGrainFactory grains, string courseId, ImmutableArray<string> questionIds) =>
        grains.Queries<IQuizQueriesGrain>(http.Viewer().Tenant).Items(courseId, questionIds);

    /// <summary>Of one that was never asked: none.</summary>
    public static async Task<QuestionFigures> Figures(HttpContext http, IGrainFactory grains, string courseId, string questionId) =>
        await Items(http, grains, courseId, [questionId]) is { IsOk: true, Value: [var figures] } ? figures : new(questionId, 0, null, null);

    private static async Task<IResult> Create(HttpContext http, IGrainFactory grains, TimeProvider time, string courseId)
    {
        var form = await http.Form();
        var entered = QuestionForm.Of(form);
        var id = KeySegment.IsValid(form.Text("id")) ? form.Text("id") : KeySegment.NewId(time);
        if (entered.Unreadable is { } unreadable) return await Editor(http, grains, courseId, null, entered, id, unreadable);
        var created = await Question(http, grains, id).Create(new CreateQuestion(courseId, entered.Content, entered.TagList) { OperationId = $"create-{id}" });
        if (!created.IsOk) return await Editor(http, grains, courseId, null, entered, id, created.Error);
        await grains.Passed(QuestionApi.View, created.Value.Receipt);
        return Common.Pages.SeeOther(form.Text("then") == "another" ? $"{Address(courseId)}/new?kind={entered.Content.Kind}&saved" : $"{Address(courseId)}/{id}?saved");
    }

    private static async Task<IResult> Save(HttpContext http, IGrainFactory grains, string courseId, string questionId)
    {
        var question = await Question(http, grains, questionId).Get();
        if (!question.IsOk || question.Value.CourseId != courseId) return Refusals.NotFound(http);
        var entered = QuestionForm.Of(await http.Form());
        if (entered.Unreadable is { } unreadable) return await Editor(http, grains, courseId, question.Value, entered, questionId, unreadable);
        var saved = await Question(http, grains, questionId).Change(new ChangeQuestion(entered.Content, entered.TagList, entered.Version));
        if (!saved.IsOk) return await Editor(http, grains, courseId, question.Value, entered, questionId, saved.Error);
        await grains.Passed(QuestionApi.View, saved.Value.Receipt);
        return Common.Pages.SeeOther($"{Address(courseId)}/{questionId}?saved");
    }

    private static async Task<IResult> Archive(HttpContext http, IGrainFactory grains, string courseId, string questionId) =>
        await Done(http, grains, courseId, await Question(http, grains, questionId).Archive(new ArchiveQuestion()), "archived");

    private static async Task<IResult> Restore(HttpContext http, IGrainFactory grains, string courseId, string questionId) =>
        await Done(http, grains, courseId, await Question(http, grains, questionId).Restore(new RestoreQuestion()), "restored");

    private static async Task<IResult> Done(HttpContext http, IGrainFactory grains, string courseId, Result<QuestionSaved> saved, string done)
    {
        if (!saved.IsOk) return saved.Error.Kind == ErrorKind.NotFound ? Refusals.NotFound(http) : Common.Pages.Message(http, ProblemResults.Status(saved.Error.Kind), "That did not work", saved.Error.Message);
        await grains.Passed(QuestionApi.View, saved.Value.Receipt);
        return Common.Pages.SeeOther($"{Address(courseId)}?done={done}");
    }

    /// <summary>A part of a page: what the form says, as a learner would see it.</summary>
    private static async Task<IResult> Preview(HttpContext http, IGrainFactory grains, string courseId)
    {
        if (await Course(http, grains, courseId) is null) return Refusals.NotFound(http);
        var entered = QuestionForm.Of(await http.Form());
        var (shown, marked, error) = await Previewed(http, grains, entered);
        return Common.Pages.Show<QuestionPreview>(new { Question = shown, RightAnswer = marked?.RightAnswer, Problem = error?.Message });
    }

    private static async Task<(PresentedQuestion? Shown, MarkResult? Marked, Error? Error)> Previewed(HttpContext http, IGrainFactory grains, QuestionForm entered)
    {
        if (entered.Unreadable is { } unreadable) return (null, null, unreadable);
        var papers = grains.Queries<IQuestionPapersGrain>(http.Viewer().Tenant);
        var shown = await papers.Preview(entered.Content, 1);
        if (!shown.IsOk) return (null, null, shown.Error);
        return (shown.Value, (await papers.Try(entered.Content, Response.Empty)).Value, null);
    }

    private static async Task<IResult> Editor(HttpContext http, IGrainFactory grains, string courseId, QuestionView? question, QuestionForm entered, string questionId, Error? error)
    {
        if (await Course(http, grains, courseId) is not { } course) return Refusals.NotFound(http);
        // A blank form has nothing to show yet.
        var (shown, marked, problem) = question is null && error is null ? (null, null, null) : await Previewed(http, grains, entered);
        var versions = question is null ? default : (await Question(http, grains, questionId).Versions()).Value;
        return Common.Pages.Show<QuestionEditorPage>(new
        {
            Page = await http.Page(question is null ? "New question" : question.Content.Name, SitePaths.Teaching), Course = course, Question = question, QuestionId = questionId, Entered = entered,
            Error = error, Saved = http.Request.Query.ContainsKey("saved"), Shown = shown, RightAnswer = marked?.RightAnswer, PreviewProblem = problem?.Message,
            Versions = versions.IsDefault ? [] : versions, Figures = question is null ? null : await Figures(http, grains, courseId, questionId),
        }, error is null ? 200 : ProblemResults.Status(error.Kind));
    }
}
