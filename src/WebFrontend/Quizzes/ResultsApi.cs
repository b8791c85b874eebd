using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Attempts of all, statistics, and the grading of essays; for the course's staff.</summary>
internal static class ResultsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Quiz results").MapGroup("/quizzes/{quizId}");
        api.MapGet("/results", async (string quizId, HttpContext http, IGrainFactory grains) => (await Queries(http, grains).Results(quizId)).ToApi()).Access(Permission.Teach).WithName("quizzes.results")
            .WithSummary("Counts, the mean, and facility and discrimination of each question.").Produces<QuizResults>().ProducesProblem(404);
        api.MapGet("/results.csv", (string quizId, HttpContext http, IGrainFactory grains) => ResultsCsv.Answer(http, grains, quizId)).Access(Permission.Teach).WithName("quizzes.results.csv")
            .WithSummary("Every attempt that has ended, with the mark of each place, as CSV.").Produces<string>(200, "text/csv").ProducesProblem(404);
        api.MapGet("/learners", async (string quizId, string? q, AttemptState? state, string? cursor, int? limit, HttpContext http, IGrainFactory grains) =>
                (await Queries(http, grains).Attempts(new(quizId, q ?? "", state, cursor, HttpInput.Limit(limit)))).ToApi()).Access(Permission.Teach).WithName("quizzes.attempts")
            .WithSummary("Attempts of all learners, the last begun first.").Produces<Page<AttemptRow>>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/queue", async (string quizId, string? cursor, int? limit, HttpContext http, IGrainFactory grains) => (await Queries(http, grains).Queue(quizId, cursor, HttpInput.Limit(limit))).ToApi())
            .Access(Permission.Teach).WithName("quizzes.queue").WithSummary("Essays that wait to be marked, the longest waiting first.").Produces<Page<EssayRow>>().ProducesProblem(404).ProducesProblem(422);

        var one = api.MapGroup("/learners/{userId}/attempts/{number:int}");
        one.MapGet("", async (string quizId, string userId, int number, HttpContext http, IGrainFactory grains) => (await grains.AttemptsOf(http, quizId, userId).Review(number)).ToApi()).Access(Permission.Teach)
            .WithName("quizzes.attempt").WithSummary("An attempt with everything: answers, marks, history.").Produces<AttemptReview>().ProducesProblem(404).ProducesProblem(409);
        one.MapPost("/questions/{place:int}/claim", async (string quizId, string userId, int number, int place, ClaimBody? body, HttpContext http, IGrainFactory grains) =>
                (await grains.AttemptsOf(http, quizId, userId).Claim(new ClaimEssay(number, place, body?.TakeOver ?? false))).ToApi()).Access(Permission.Teach).WithName("quizzes.essay.claim")
            .WithSummary("Takes an essay in hand for 15 minutes; another's hand is named.").Produces<AttemptReview>().ProducesProblem(404).ProducesProblem(409);
        one.MapPost("/questions/{place:int}/release", async (string quizId, string userId, int number, int place, HttpContext http, IGrainFactory grains) =>
                (await grains.AttemptsOf(http, quizId, userId).Release(new ReleaseEssay(number, place))).ToApi()).Access(Permission.Teach).WithName("quizzes.essay.release")
            .WithSummary("Lets an essay go.").Produces<Receipt>().ProducesProblem(404);
        one.MapPut("/questions/{place:int}/mark", async (string quizId, string userId, int number, int place, MarkBody body, HttpContext http, IGrainFactory grains) =>
                (await grains.AttemptsOf(http, quizId, userId).Grade(new GradeEssay(number, place, body.Mark, body.Comment ?? "", body.ExpectedRevision) { OperationId = http.OperationId() })).ToApi())
            .Access(Permission.Teach).WithName("quizzes.essay.mark").WithSummary("Marks an essay, or marks it anew.").Produces<Receipt>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static IQuizQueriesGrain Queries(HttpContext http, IGrainFactory grains) => grains.Queries<IQuizQueriesGrain>(http.Viewer().Tenant);

    internal sealed record ClaimBody(bool TakeOver);
    internal sealed record MarkBody(decimal Mark, string? Comment, int ExpectedRevision);
}
