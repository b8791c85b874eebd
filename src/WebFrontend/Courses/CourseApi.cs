using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Courses;

/// <summary>Courses: make, read, change, publish, and the order of the outline. Sections are here, lessons in <see cref="LessonApi"/>.</summary>
internal static class CourseApi
{
    /// <summary>The view that lists and searches read.</summary>
    public const string View = "catalogue";
    private const int MaxBody = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Courses").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));

        api.MapPost("/courses", Create).Access(Permission.Teach).WithName("courses.create")
            .WithSummary("Makes a course, a draft of the caller's.")
            .Produces<CourseAnswer>(201).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/courses/{courseId}", Get).Access(Permission.Anyone).WithName("courses.get")
            .WithSummary("The course with its outline, as the caller may see it. Answers 304 to a matching If-None-Match.")
            .Produces<CourseView>().Produces(304).ProducesProblem(404);
        api.MapPut("/courses/{courseId}", ChangeDetails).Access(Permission.Teach).WithName("courses.change")
            .WithSummary("Replaces what the course says of itself: title, description, price and the rest.")
            .Produces<CourseAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/courses/{courseId}/sections", AddSection).Access(Permission.Teach).WithName("courses.sections.add")
            .WithSummary("Adds a section at the end, at most 60.")
            .Produces<SectionAnswer>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPut("/courses/{courseId}/sections/{sectionId}", RenameSection).Access(Permission.Teach).WithName("courses.sections.change")
            .WithSummary("Renames a section.")
            .Produces<CourseAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/courses/{courseId}/sections/{sectionId}", RemoveSection).Access(Permission.Teach).WithName("courses.sections.remove")
            .WithSummary("Removes a section with its lessons.")
            .Produces<CourseAnswer>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/courses/{courseId}/outline/move", Move).Access(Permission.Teach).WithName("courses.outline.move")
            .WithSummary("Moves a section (toSectionId null) or a lesson to a place, counted without the item itself. With expectedVersion: 409 when another edit came between.")
            .Produces<CourseAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/courses/{courseId}/publication", Publish).Access(Permission.Teach).WithName("courses.publish")
            .WithSummary("Publishes the course; 409 says what is missing.")
            .Produces<CourseAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapDelete("/courses/{courseId}/publication", Unpublish).Access(Permission.Teach).WithName("courses.unpublish")
            .WithSummary("Takes the course out of the catalogue. Those enrolled keep access.")
            .Produces<CourseAnswer>().ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/teaching/courses", Taught).Access(Permission.Teach).WithName("courses.taught")
            .WithSummary("The caller's own courses, drafts too, last changed first; with all=true every course, for admins.")
            .Produces<Page<TaughtCourse>>().ProducesProblem(422);
    }

    private static async Task<IResult> Create(CreateBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var id = CourseIds.New(http, time, "course", body.CourseId);
        if (!KeySegment.IsValid(id)) return Error.Invalid("courses.bad_id", "An id is 1 to 64 of a-z, 0-9, '-' and '_'.", "courseId").ToProblem();
        var created = await Course(http, grains, id).Create(new CreateCourse(body.Title ?? "", body.Subject ?? "", body.Level, body.Language ?? "en") { OperationId = http.OperationId() });
        return await Seen(grains, created, v => Results.Created($"{EndpointGroups.ApiRoot}/courses/{id}", new CourseAnswer(id, v)));
    }

    private static async Task<IResult> Get(string courseId, HttpContext http, IGrainFactory grains)
    {
        var course = await Course(http, grains, courseId).Get();
        if (!course.IsOk) return course.ToApi();
        // The same version looks different to staff, to the enrolled and to others: which videos are told tells them apart.
        var told = course.Value.Sections.Sum(s => s.Lessons.Count(l => l.MediaId is not null));
        var tag = $"\"{course.Value.Version}-{(course.Value.CanEdit ? 'e' : 'r')}{told}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = "Authorization, Cookie";
        return http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(t => t == tag || t == $"W/{tag}")
            ? Results.StatusCode(304) : Results.Ok(course.Value);
    }

    private static async Task<IResult> ChangeDetails(string courseId, DetailsBody body, HttpContext http, IGrainFactory grains)
    {
        var changed = await Course(http, grains, courseId).ChangeDetails(new ChangeCourseDetails(body.Title ?? "", body.Subtitle ?? "", body.Description ?? "",
            body.Subject ?? "", body.Level, body.Language ?? "", body.Prices ?? [], body.SeatLimit) { OperationId = http.OperationId() });
        return await Seen(grains, changed, v => Results.Ok(new CourseAnswer(courseId, v)));
    }

    private static async Task<IResult> AddSection(string courseId, SectionBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var id = CourseIds.New(http, time, $"{courseId}/section", body.SectionId);
        var added = await Course(http, grains, courseId).AddSection(new AddSection(id, body.Title ?? "") { OperationId = http.OperationId() });
        return added.ToApi(r => Results.Created($"{EndpointGroups.ApiRoot}/courses/{courseId}/sections/{id}", new SectionAnswer(courseId, id, r.Version)));
    }

    private static async Task<IResult> RenameSection(string courseId, string sectionId, SectionBody body, HttpContext http, IGrainFactory grains) =>
        Answer(courseId, await Course(http, grains, courseId).RenameSection(new RenameSection(sectionId, body.Title ?? "") { OperationId = http.OperationId() }));

    private static async Task<IResult> RemoveSection(string courseId, string sectionId, HttpContext http, IGrainFactory grains) =>
        Answer(courseId, await Course(http, grains, courseId).RemoveSection(new RemoveSection(sectionId) { OperationId = http.OperationId() }));

    private static async Task<IResult> Move(string courseId, MoveBody body, HttpContext http, IGrainFactory grains) =>
        Answer(courseId, await Course(http, grains, courseId).Move(new MoveItem(body.ItemId ?? "", body.ToSectionId, body.Index, body.ExpectedVersion) { OperationId = http.OperationId() }));

    private static async Task<IResult> Publish(string courseId, HttpContext http, IGrainFactory grains)
    {
        var published = await Course(http, grains, courseId).Publish(new PublishCourse { OperationId = http.OperationId() });
        return await Seen(grains, published, v => Results.Ok(new CourseAnswer(courseId, v)));
    }

    private static async Task<IResult> Unpublish(string courseId, HttpContext http, IGrainFactory grains)
    {
        var unpublished = await Course(http, grains, courseId).Unpublish(new UnpublishCourse { OperationId = http.OperationId() });
        return await Seen(grains, unpublished, v => Results.Ok(new CourseAnswer(courseId, v)));
    }

    private static async Task<IResult> Taught(HttpContext http, IGrainFactory grains, bool? all = null, string? cursor = null, int? limit = null) =>
        (await grains.Queries<ICourseQueriesGrain>(http.Viewer().Tenant).Taught(all ?? false, cursor, HttpInput.Limit(limit))).ToApi();

    private static ICourseGrain Course(HttpContext http, IGrainFactory grains, string courseId) => grains.Course(new CourseKey(http.Viewer().Tenant, courseId));

    private static IResult Answer(string courseId, Result<Receipt> result) => result.ToApi(r => Results.Ok(new CourseAnswer(courseId, r.Version)));

    /// <summary>Answers when the lists show it, or after a bounded wait.</summary>
    private static async Task<IResult> Seen(IGrainFactory grains, Result<Receipt> result, Func<long, IResult> answer)
    {
        if (!result.IsOk) return result.ToApi();
        await grains.Passed(View, result.Value);
        return answer(result.Value.Version);
    }

    /// <param name="CourseId">May be made by the caller: then sending it again is refused with <c>courses.exists</c>, or answered the same with an Idempotency-Key.</param>
    internal sealed record CreateBody(string? Title, string? Subject, CourseLevel Level, string? Language, string? CourseId);

    /// <param name="Prices">One a currency, in minor units: <c>{"minor": 4900, "currency": "EUR"}</c>; none: free.</param>
    /// <param name="SeatLimit">Null: any number of people.</param>
    internal sealed record DetailsBody(string? Title, string? Subtitle, string? Description, string? Subject, CourseLevel Level, string? Language, ImmutableArray<Money>? Prices, int? SeatLimit);

    internal sealed record SectionBody(string? Title, string? SectionId);

    internal sealed record MoveBody(string? ItemId, string? ToSectionId, int Index, long? ExpectedVersion);

    internal sealed record SectionAnswer(string CourseId, string SectionId, long Version);
}

/// <summary>A change that was made: the course and the version it has now.</summary>
internal sealed record CourseAnswer(string CourseId, long Version);
