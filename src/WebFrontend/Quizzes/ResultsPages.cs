using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Quizzes.Pages;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>How a quiz went: figures, questions, attempts; and marking again after a key was mended.</summary>
internal static class ResultsPages
{
    private const string Root = "/teach/quizzes/{quizId}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching");
        pages.MapGet(Root + "/results", (HttpContext http, IGrainFactory grains, string quizId, string? q, string? state, string? cursor) => Show(http, grains, quizId, q, state, cursor, null)).Access(Permission.Teach).WithName("page.quiz.results");
        pages.MapGet(Root + "/results.csv", (HttpContext http, IGrainFactory grains, string quizId) => ResultsCsv.Answer(http, grains, quizId)).Access(Permission.Teach).WithName("page.quiz.results.csv");
        pages.MapPost(Root + "/regrade", Regrade).Access(Permission.Teach).WithName("page.quiz.regrade");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string quizId, string? q, string? state, string? cursor, Error? problem)
    {
        var quiz = await grains.Quiz(http, quizId).Get();
        if (!quiz.IsOk) return Refusals.NotFound(http);
        var tenant = http.Viewer().Tenant;
        var queries = grains.Queries<IQuizQueriesGrain>(tenant);
        var search = q is { Length: <= 100 } ? q : "";
        AttemptState? only = Enum.TryParse<AttemptState>(state, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : null;
        var results = await queries.Results(quizId);
        var attempts = await queries.Attempts(new(quizId, search, only, cursor is { Length: <= 500 } ? cursor : null, 50));
        var questions = results.Value?.Questions ?? [];
        var views = await Task.WhenAll(questions.Take(Math.Min(questions.Length, 200)).Select(x => grains.Question(new QuestionKey(tenant, x.QuestionId)).Get()));
        return Common.Pages.Show<QuizResultsPage>(new
        {
            Page = await http.Page($"Results · {quiz.Value.Title}", SitePaths.Teaching), Quiz = quiz.Value, Results = results.Value, Attempts = attempts.Value ?? Page<AttemptRow>.Empty,
            Known = views.Where(v => v.IsOk).ToImmutableDictionary(v => v.Value!.QuestionId, v => v.Value!), Search = search, State = only, Cursor = cursor, Problem = problem ?? attempts.Error,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> Regrade(HttpContext http, IGrainFactory grains, string quizId)
    {
        var form = await http.Form();
        var begun = await grains.Quiz(http, quizId).Regrade(new RegradeQuiz([.. form["question"].OfType<string>()]) { OperationId = http.OperationId() });
        return begun.IsOk ? Common.Pages.SeeOther($"/teach/quizzes/{quizId}/results") : await Show(http, grains, quizId, null, null, null, begun.Error);
    }
}
