using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Setting a quiz up; for its course's staff. The quiz of a lesson has an id that follows from the course's and the lesson's.</summary>
internal static class QuizApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var all = routes.ApiGroup("Quizzes");
        all.MapPost("/courses/{courseId}/lessons/{lessonId}/quiz", Create).Access(Permission.Teach).WithName("quizzes.create")
            .WithSummary("The quiz of a lesson of kind quiz, made when it is not there yet.").Produces<QuizView>().ProducesProblem(404);
        var api = all.MapGroup("/quizzes/{quizId}");
        api.MapGet("", (string quizId, HttpContext http, IGrainFactory grains) => Show(http, grains, quizId)).Access(Permission.Teach).WithName("quizzes.get")
            .WithSummary("Settings, places, accommodations and mended keys.").Produces<QuizView>().ProducesProblem(404);
        api.MapPut("/settings", (string quizId, SettingsBody body, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.Configure(new ConfigureQuiz(body.Settings ?? QuizSettings.Standard, body.ExpectedVersion) { OperationId = http.OperationId() }))).Access(Permission.Teach)
            .WithName("quizzes.configure").WithSummary("Replaces the settings. Attempts that run follow a changed limit or closing at once; what is graded follows another passing mark, or another attempt that counts, soon after.").Produces<QuizView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/questions", (string quizId, QuestionsBody body, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.AddQuestions(new AddQuizQuestions(Or(body.QuestionIds), body.Marks) { OperationId = http.OperationId() }))).Access(Permission.Teach)
            .WithName("quizzes.questions.add").WithSummary("Adds questions of the course's bank.").Produces<QuizView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/draws", (string quizId, DrawBody body, HttpContext http, IGrainFactory grains, TimeProvider time) =>
            Answer(http, grains, quizId, q => q.AddDraw(new AddQuizDraw(body.SlotId ?? KeySegment.NewId(time), Or(body.Tags), body.Count, body.Marks) { OperationId = http.OperationId() }))).Access(Permission.Teach)
            .WithName("quizzes.draws.add").WithSummary("Adds a random draw by tags.").Produces<QuizView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/slots/{slotId}", (string quizId, string slotId, SlotBody body, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.ChangeSlot(new ChangeQuizSlot(slotId, body.Count ?? 1, body.Marks)))).Access(Permission.Teach)
            .WithName("quizzes.slots.change").WithSummary("Marks of a place, and how many a draw draws.").Produces<QuizView>().ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/slots/{slotId}/move", (string quizId, string slotId, MoveBody body, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.MoveSlot(new MoveQuizSlot(slotId, body.Index)))).Access(Permission.Teach)
            .WithName("quizzes.slots.move").WithSummary("Moves a place.").Produces<QuizView>().ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/slots/{slotId}", (string quizId, string slotId, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.RemoveSlot(new RemoveQuizSlot(slotId)))).Access(Permission.Teach)
            .WithName("quizzes.slots.remove").WithSummary("Takes a place out. Attempts keep the questions they were dealt.").Produces<QuizView>().ProducesProblem(404);
        api.MapPut("/overrides/{userId}", (string quizId, string userId, OverrideBody body, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.SetOverride(new SetQuizOverride(new(userId, body.ExtraTimePercent, body.ExtraTimeMinutes, body.ExtraAttempts, body.OpensAt, body.ClosesAt))))).Access(Permission.Teach)
            .WithName("quizzes.overrides.set").WithSummary("What is different for one person; an attempt of theirs that runs follows at once.").Produces<QuizView>().ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/overrides/{userId}", (string quizId, string userId, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.RemoveOverride(new RemoveQuizOverride(userId)))).Access(Permission.Teach)
            .WithName("quizzes.overrides.remove").WithSummary("As for all again.").Produces<QuizView>().ProducesProblem(404);
        api.MapPost("/regrade", (string quizId, RegradeBody body, HttpContext http, IGrainFactory grains) =>
            Answer(http, grains, quizId, q => q.Regrade(new RegradeQuiz(Or(body.QuestionIds)) { OperationId = http.OperationId() }))).Access(Permission.Teach)
            .WithName("quizzes.regrade").WithSummary("Marks with the newest keys of these questions, and begins to mark every attempt again.").Produces<QuizView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> Create(string courseId, string lessonId, HttpContext http, IGrainFactory grains)
    {
        var key = QuizKey.OfLesson(new CourseKey(http.Viewer().Tenant, courseId), lessonId);
        return await Answer(http, grains, key.QuizId, q => q.Create(new CreateQuiz(courseId, lessonId)));
    }

    private static async Task<IResult> Answer(HttpContext http, IGrainFactory grains, string quizId, Func<IQuizGrain, Task<Result<Receipt>>> change)
    {
        var done = await change(grains.Quiz(http, quizId));
        return done.IsOk ? await Show(http, grains, quizId) : done.Error.ToProblem();
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string quizId) => (await grains.Quiz(http, quizId).Get()).ToApi();

    private static ImmutableArray<string> Or(ImmutableArray<string>? array) => array is { IsDefault: false } there ? [.. there.Select(s => s ?? "")] : [];

    internal sealed record SettingsBody(QuizSettings? Settings, long? ExpectedVersion);
    internal sealed record QuestionsBody(ImmutableArray<string>? QuestionIds, decimal Marks = 1);
    internal sealed record DrawBody(string? SlotId, ImmutableArray<string>? Tags, int Count, decimal Marks = 1);
    internal sealed record SlotBody(int? Count, decimal Marks);
    internal sealed record MoveBody(int Index);
    internal sealed record OverrideBody(int ExtraTimePercent, int ExtraTimeMinutes, int ExtraAttempts, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt);
    internal sealed record RegradeBody(ImmutableArray<string>? QuestionIds);
}
