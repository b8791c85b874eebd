using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Courses;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Questions;

/// <summary>The question bank of a course, for its staff.</summary>
internal static class QuestionApi
{
    /// <summary>The view that lists and draws read.</summary>
    public const string View = "questions";
    private const int MaxBody = 256 * 1024, MaxImport = 700 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Questions").MapGroup("/courses/{courseId}").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/questions", Search).Access(Permission.Teach).WithName("questions.search")
            .WithSummary("The bank, last changed first: by words of name, text and tags, by kind, by tag; archived=true shows what was put away.")
            .Produces<Page<QuestionRow>>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/questions", Create).Access(Permission.Teach).WithName("questions.create")
            .WithSummary("Adds a question. Ids of parts are given by the bank.")
            .Produces<QuestionAnswer>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/question-tags", Tags).Access(Permission.Teach).WithName("questions.tags")
            .WithSummary("The tags in use and how many questions carry each.")
            .Produces<QuestionTag[]>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/questions/import", Import).Access(Permission.Teach).WithName("questions.import").WithMetadata(new RequestSizeLimitAttribute(MaxImport))
            .WithSummary("Reads GIFT, at most 500 questions; all are made or none, errors name their line. checkOnly makes nothing. With an Idempotency-Key a retry makes nothing twice.")
            .Produces<QuestionImportReport>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/questions/export", Export).Access(Permission.Teach).WithName("questions.export")
            .WithSummary("The bank, or what carries a tag, as GIFT, with notes of what GIFT could not say.")
            .Produces<QuestionExport>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/questions/preview", Preview).Access(Permission.Teach).WithName("questions.preview")
            .WithSummary("The content in the body as a learner would see it, and, with a response, how it would be marked. Nothing is stored.")
            .Produces<PreviewAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);

        var one = routes.ApiGroup("Questions").MapGroup("/questions/{questionId}").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        one.MapGet("", Get).Access(Permission.Teach).WithName("questions.get")
            .WithSummary("The newest version with its key; version=n an older one.")
            .Produces<QuestionView>().ProducesProblem(404);
        one.MapPut("", Change).Access(Permission.Teach).WithName("questions.change")
            .WithSummary("Makes the next version, or none where nothing is different. With expectedVersion: 409 when another edit came between. Tags left out stay.")
            .Produces<QuestionAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        one.MapPut("/tags", SetTags).Access(Permission.Teach).WithName("questions.tag")
            .WithSummary("Replaces the tags; no new version.")
            .Produces<QuestionAnswer>().ProducesProblem(404).ProducesProblem(422);
        one.MapGet("/versions", Versions).Access(Permission.Teach).WithName("questions.versions")
            .WithSummary("The newest hundred versions: when, by whom, and whether marks may differ from the one before.")
            .Produces<QuestionVersionInfo[]>().ProducesProblem(404);
        one.MapGet("/figures", Figures).Access(Permission.Teach).WithName("questions.figures")
            .WithSummary("How it did in all quizzes of its course: first attempts, the mean part of the marks earned, and the correlation with the rest of the papers; nulls where it cannot be told yet.")
            .Produces<QuestionFigures>().ProducesProblem(404);
        one.MapPost("/archive", Archive).Access(Permission.Teach).WithName("questions.archive")
            .WithSummary("Takes the question out of lists and draws. Papers that hold it keep it.")
            .Produces<QuestionAnswer>().ProducesProblem(404);
        one.MapDelete("/archive", Restore).Access(Permission.Teach).WithName("questions.restore")
            .WithSummary("Puts the question back into the bank.")
            .Produces<QuestionAnswer>().ProducesProblem(404);
    }

    private static IQuestionGrain Question(HttpContext http, IGrainFactory grains, string questionId) => grains.Question(new QuestionKey(http.Viewer().Tenant, questionId));
    private static IQuestionBankGrain Bank(HttpContext http, IGrainFactory grains) => grains.Queries<IQuestionBankGrain>(http.Viewer().Tenant);

    private static async Task<IResult> Search(string courseId, HttpContext http, IGrainFactory grains, string? search = null, string? kind = null, string? tag = null, bool archived = false, string? cursor = null, int? limit = null)
    {
        var of = QuestionForm.KindOf(kind);
        if (kind is { Length: > 0 } && of is null) return Error.Invalid("questions.kind_invalid", "There is no such kind of question.", "kind").ToProblem();
        return (await Bank(http, grains).Search(new QuestionSearch(courseId, search ?? "", of, tag, archived, cursor, HttpInput.Limit(limit, 50)))).ToApi();
    }

    private static async Task<IResult> Create(string courseId, CreateBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        if (body.Content is null) return Error.Invalid("questions.kind_invalid", "A question needs its content.", "content").ToProblem();
        var id = CourseIds.New(http, time, $"{courseId}/question", body.QuestionId);
        if (!KeySegment.IsValid(id)) return Error.Invalid("questions.bad_id", "An id is 1 to 64 of a-z, 0-9, '-' and '_'.", "questionId").ToProblem();
        var created = await Question(http, grains, id).Create(new CreateQuestion(courseId, body.Content.Content, Strings(body.Tags)) { OperationId = http.OperationId() });
        return await Seen(grains, created, a => Results.Created($"{EndpointGroups.ApiRoot}/questions/{id}", a));
    }

    private static async Task<IResult> Figures(string questionId, HttpContext http, IGrainFactory grains)
    {
        var question = await Question(http, grains, questionId).Get();
        return question.IsOk ? Results.Ok(await QuestionPages.Figures(http, grains, question.Value.CourseId, questionId)) : question.Error.ToProblem();
    }

    private static async Task<IResult> Tags(string courseId, HttpContext http, IGrainFactory grains) => (await Bank(http, grains).Tags(courseId)).ToApi(t => Results.Ok(t));

    private static async Task<IResult> Import(string courseId, ImportBody body, HttpContext http, IGrainFactory grains) =>
        (await Bank(http, grains).Import(new ImportQuestions(courseId, body.Gift ?? "", Strings(body.Tags), body.CheckOnly) { OperationId = http.OperationId() })).ToApi();

    private static async Task<IResult> Export(string courseId, HttpContext http, IGrainFactory grains, string? tag = null) => (await Bank(http, grains).Export(courseId, tag)).ToApi();

    private static async Task<IResult> Preview(string courseId, PreviewBody body, HttpContext http, IGrainFactory grains)
    {
        if (await QuestionStaff.Refuse(http, grains, courseId) is { } refused) return refused;
        if (body.Content is null) return Error.Invalid("questions.kind_invalid", "A question needs its content.", "content").ToProblem();
        var papers = grains.Queries<IQuestionPapersGrain>(http.Viewer().Tenant);
        var shown = await papers.Preview(body.Content.Content, body.Seed);
        if (!shown.IsOk) return shown.ToApi();
        if (body.Response is null) return Results.Ok(new PreviewAnswer(shown.Value, null));
        return (await papers.Try(body.Content.Content, body.Response.Response)).ToApi(m => Results.Ok(new PreviewAnswer(shown.Value, m)));
    }

    private static async Task<IResult> Get(string questionId, HttpContext http, IGrainFactory grains, int? version = null) =>
        (version is { } v ? await Question(http, grains, questionId).GetVersion(v) : await Question(http, grains, questionId).Get()).ToApi();

    private static async Task<IResult> Change(string questionId, ChangeBody body, HttpContext http, IGrainFactory grains)
    {
        if (body.Content is null) return Error.Invalid("questions.kind_invalid", "A question needs its content.", "content").ToProblem();
        return await Seen(grains, await Question(http, grains, questionId).Change(
            new ChangeQuestion(body.Content.Content, body.Tags is null ? null : Strings(body.Tags), body.ExpectedVersion) { OperationId = http.OperationId() }), Results.Ok);
    }

    private static async Task<IResult> SetTags(string questionId, TagsBody body, HttpContext http, IGrainFactory grains) =>
        await Seen(grains, await Question(http, grains, questionId).SetTags(new TagQuestion(Strings(body.Tags)) { OperationId = http.OperationId() }), Results.Ok);

    private static async Task<IResult> Versions(string questionId, HttpContext http, IGrainFactory grains) => (await Question(http, grains, questionId).Versions()).ToApi(v => Results.Ok(v));

    private static async Task<IResult> Archive(string questionId, HttpContext http, IGrainFactory grains) =>
        await Seen(grains, await Question(http, grains, questionId).Archive(new ArchiveQuestion { OperationId = http.OperationId() }), Results.Ok);

    private static async Task<IResult> Restore(string questionId, HttpContext http, IGrainFactory grains) =>
        await Seen(grains, await Question(http, grains, questionId).Restore(new RestoreQuestion { OperationId = http.OperationId() }), Results.Ok);

    /// <summary>Answers when the list shows it, or after a bounded wait.</summary>
    private static async Task<IResult> Seen(IGrainFactory grains, Result<QuestionSaved> saved, Func<QuestionAnswer, IResult> answer)
    {
        if (!saved.IsOk) return saved.ToApi();
        await grains.Passed(View, saved.Value.Receipt);
        return answer(new(saved.Value.QuestionId, saved.Value.Version));
    }

    private static ImmutableArray<string> Strings(string?[]? texts) => texts is null ? [] : [.. texts.OfType<string>()];

    internal sealed record CreateBody(ContentBody? Content, string?[]? Tags, string? QuestionId);

    internal sealed record ChangeBody(ContentBody? Content, string?[]? Tags, int? ExpectedVersion);

    internal sealed record TagsBody(string?[]? Tags);

    internal sealed record ImportBody(string? Gift, string?[]? Tags, bool CheckOnly);

    internal sealed record PreviewBody(ContentBody? Content, ResponseBody? Response, long Seed);

    /// <param name="Version">The question's newest version.</param>
    internal sealed record QuestionAnswer(string QuestionId, int Version);

    internal sealed record PreviewAnswer(PresentedQuestion Question, MarkResult? Marked);
}
