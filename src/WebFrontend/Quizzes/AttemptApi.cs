using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Questions;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Sitting a quiz: one's own attempts.</summary>
internal static class AttemptApi
{
    private const int MaxBody = 4 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Attempts").MapGroup("/quizzes/{quizId}/attempts").WithMetadata(new RequestSizeLimitAttribute(MaxBody));

        api.MapGet("/mine", (string quizId, HttpContext http, IGrainFactory grains) => Answer(grains.MyAttempts(http, quizId).Get())).Access(Permission.SignedIn).WithName("attempts.mine")
            .WithSummary("The caller's attempts, and whether another may be begun now.").Produces<AttemptsView>().ProducesProblem(404);
        api.MapPost("", Start).Access(Permission.SignedIn).WithName("attempts.start")
            .WithSummary("Begins an attempt, or answers with the one that runs. Questions are drawn here, once; the clock is the server's.")
            .Produces<AttemptPaper>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/{number:int}", (string quizId, int number, HttpContext http, IGrainFactory grains) => Answer(grains.MyAttempts(http, quizId).GetPaper(number))).Access(Permission.SignedIn)
            .WithName("attempts.paper").WithSummary("The attempt that runs: questions without keys, saved answers, the clock.").Produces<AttemptPaper>().ProducesProblem(404).ProducesProblem(409);
        api.MapPut("/{number:int}/answers", Save).Access(Permission.SignedIn).WithName("attempts.save")
            .WithSummary("Saves answers. The receipt's revision means that they are durable. Where another device was faster its answer stands, and this one is kept beside it: see conflicts.")
            .Produces<SaveReceipt>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/{number:int}/answers/{place:int}/check", Check).Access(Permission.SignedIn).WithName("attempts.check")
            .WithSummary("Immediate feedback: marks the saved answer of one question. Each try costs the quiz's penalty. With the answer's revision: only that one, else quizzes.changed.").Produces<AnswerView>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/{number:int}/submission", HandIn).Access(Permission.SignedIn).WithName("attempts.submit")
            .WithSummary("Hands the attempt in, with the last answers if some are given. Again: how it stands.").Produces<AttemptSummary>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/{number:int}/review", (string quizId, int number, HttpContext http, IGrainFactory grains) => Answer(grains.MyAttempts(http, quizId).Review(number))).Access(Permission.SignedIn)
            .WithName("attempts.review").WithSummary("An attempt that has ended, as far as the quiz's review options show it now.").Produces<AttemptReview>().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> Start(string quizId, HttpContext http, IGrainFactory grains) =>
        (await grains.MyAttempts(http, quizId).Start(new StartAttempt { OperationId = http.OperationId() })).ToApi(p => Results.Created($"{EndpointGroups.ApiRoot}/quizzes/{quizId}/attempts/{p.Number}", p));

    private static Task<IResult> Save(string quizId, int number, SaveBody body, HttpContext http, IGrainFactory grains) => Answer(grains.MyAttempts(http, quizId).Save(body.ToCommand(number)));

    private static Task<IResult> Check(string quizId, int number, int place, CheckBody? body, HttpContext http, IGrainFactory grains) =>
        Answer(grains.MyAttempts(http, quizId).Check(new CheckAnswer(number, place, body?.Revision) { OperationId = http.OperationId() }));

    private static Task<IResult> HandIn(string quizId, int number, HandInBody? body, HttpContext http, IGrainFactory grains) =>
        Answer(grains.MyAttempts(http, quizId).HandIn(new HandInAttempt(number, body?.Last?.ToCommand(number))));

    private static async Task<IResult> Answer<T>(Task<Result<T>> call) => (await call).ToApi();

    /// <param name="Response">Null leaves the answer as it is.</param>
    internal sealed record ChangeBody(int Place, ResponseBody? Response, long BaseRevision, bool? Flagged, bool Settled = false);

    internal sealed record SaveBody(ImmutableArray<ChangeBody?>? Changes, string? DeviceId, long Sequence)
    {
        public SaveAnswers ToCommand(int number) => new(number,
            [.. (Changes is { IsDefault: false } c ? c : []).OfType<ChangeBody>().Select(x => new AnswerChange(x.Place, x.Response?.Response, x.BaseRevision, x.Flagged, x.Settled))], DeviceId ?? "", Sequence);
    }

    internal sealed record CheckBody(long? Revision);

    internal sealed record HandInBody(SaveBody? Last);
}
