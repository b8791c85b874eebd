using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Quizzes.Pages;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Essays that wait, and one attempt with everything, where they are marked.</summary>
internal static class GradingPages
{
    private const string Root = "/teach/quizzes/{quizId}", One = Root + "/learners/{userId}/{number:int}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching");
        pages.MapGet(Root + "/grading", Queue).Access(Permission.Teach).WithName("page.quiz.grading");
        pages.MapGet(Root + "/grading/rows", Rows).Access(Permission.Teach).WithName("page.quiz.grading.rows");
        pages.MapGet(One, (HttpContext http, IGrainFactory grains, string quizId, string userId, int number) => Show(http, grains, quizId, userId, number, null)).Access(Permission.Teach).WithName("page.quiz.attempt");
        pages.MapPost(One + "/claim", Claim).Access(Permission.Teach).WithName("page.quiz.attempt.claim");
        pages.MapPost(One + "/release", Release).Access(Permission.Teach).WithName("page.quiz.attempt.release");
        pages.MapPost(One + "/mark", Mark).Access(Permission.Teach).WithName("page.quiz.attempt.mark");
    }

    private static async Task<IResult> Queue(HttpContext http, IGrainFactory grains, string quizId, string? cursor)
    {
        var quiz = await grains.Quiz(http, quizId).Get();
        if (!quiz.IsOk) return Refusals.NotFound(http);
        var queue = await grains.Queries<IQuizQueriesGrain>(http.Viewer().Tenant).Queue(quizId, cursor is { Length: <= 500 } ? cursor : null, 50);
        return Common.Pages.Show<GradingPage>(new
        {
            Page = await http.Page($"To mark · {quiz.Value.Title}", SitePaths.Teaching), Quiz = quiz.Value, Queue = queue.Value ?? Page<EssayRow>.Empty, Cursor = cursor, Now = Now(http), Problem = queue.Error,
        });
    }

    /// <summary>The rows alone: fetched again when the queue moves.</summary>
    private static async Task<IResult> Rows(HttpContext http, IGrainFactory grains, string quizId, string? cursor)
    {
        var queue = await grains.Queries<IQuizQueriesGrain>(http.Viewer().Tenant).Queue(quizId, cursor is { Length: <= 500 } ? cursor : null, 50);
        return queue.IsOk ? Common.Pages.Show<GradingRows>(new { QuizId = quizId, Queue = queue.Value, Cursor = cursor, Now = Now(http), Me = http.Viewer().UserId }) : Refusals.NotFound(http);
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string quizId, string userId, int number, Error? problem)
    {
        var quiz = await grains.Quiz(http, quizId).Get();
        if (!quiz.IsOk) return Refusals.NotFound(http);
        var review = await grains.AttemptsOf(http, quizId, userId).Review(number);
        if (!review.IsOk) return AttemptPages.Refused(http, review.Error);
        return Common.Pages.Show<GradeAttemptPage>(new
        {
            Page = await http.Page($"{review.Value.Name} · {quiz.Value.Title}", SitePaths.Teaching), Quiz = quiz.Value, Review = review.Value, Me = http.Viewer().UserId, Problem = problem,
            Saved = http.Request.Query.ContainsKey("saved"),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Claim(HttpContext http, IGrainFactory grains, string quizId, string userId, int number)
    {
        var form = await http.Form();
        if (!SettingsForm.Whole(form.Text("place"), out var place)) return ProblemResults.BadRequest("place must be a number.", "place");
        var claimed = await grains.AttemptsOf(http, quizId, userId).Claim(new ClaimEssay(number, place, form.Text("takeOver") == "1"));
        return claimed.IsOk ? Common.Pages.SeeOther($"/teach/quizzes/{quizId}/learners/{userId}/{number}#q{place}") : await Show(http, grains, quizId, userId, number, claimed.Error);
    }

    private static async Task<IResult> Release(HttpContext http, IGrainFactory grains, string quizId, string userId, int number)
    {
        var form = await http.Form();
        if (!SettingsForm.Whole(form.Text("place"), out var place)) return ProblemResults.BadRequest("place must be a number.", "place");
        var released = await grains.AttemptsOf(http, quizId, userId).Release(new ReleaseEssay(number, place));
        return released.IsOk ? Common.Pages.SeeOther($"/teach/quizzes/{quizId}/grading") : await Show(http, grains, quizId, userId, number, released.Error);
    }

    private static async Task<IResult> Mark(HttpContext http, IGrainFactory grains, string quizId, string userId, int number)
    {
        var form = await http.Form();
        if (!SettingsForm.Whole(form.Text("place"), out var place) || !SettingsForm.Whole(form.Text("revision"), out var revision)) return ProblemResults.BadRequest("place and revision must be numbers.", "place");
        if (!SettingsForm.Number(form.Text("mark"), out var mark)) return await Show(http, grains, quizId, userId, number, Error.Invalid("quizzes.mark_invalid", "Write the mark as a number.", $"mark{place}"));
        var graded = await grains.AttemptsOf(http, quizId, userId).Grade(new GradeEssay(number, place, mark, form.Text("comment"), revision) { OperationId = http.OperationId() });
        if (!graded.IsOk) return await Show(http, grains, quizId, userId, number, graded.Error with { Field = graded.Error.Field is { } field ? field + place : null });
        return Common.Pages.SeeOther($"/teach/quizzes/{quizId}/learners/{userId}/{number}?saved#q{place}");
    }

    private static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
