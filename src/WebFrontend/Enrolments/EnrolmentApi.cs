using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Enrolments;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>The caller's places in courses and how far they are; the roster for staff.</summary>
internal static class EnrolmentApi
{
    private const int MaxBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Enrolments").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));

        api.MapPost("/courses/{courseId}/enrolment", Enrol).Access(Permission.SignedIn).WithName("enrolments.enrol")
            .WithSummary("Enrols the caller in a free published course. Again: the same answer.")
            .Produces<EnrolmentAnswer>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapDelete("/courses/{courseId}/enrolment", Leave).Access(Permission.SignedIn).WithName("enrolments.leave")
            .WithSummary("The caller leaves the course; progress is kept for a return.")
            .Produces<EnrolmentAnswer>().ProducesProblem(403);
        api.MapGet("/courses/{courseId}/enrolment", Get).Access(Permission.SignedIn).WithName("enrolments.get")
            .WithSummary("The caller's enrolment with the progress of every lesson begun. Status none when there is none.")
            .Produces<EnrolmentView>().ProducesProblem(404);
        api.MapPut("/courses/{courseId}/waiting-place", (string courseId, HttpContext http, IGrainFactory grains) => Wait(http, grains, courseId, pool => pool.Join(new JoinWaitingList())))
            .Access(Permission.SignedIn).WithName("enrolments.wait").WithSummary("The caller waits for a place of a course that has none left, behind all who wait already. Again: the place in the line stays.")
            .Produces<WaitingView>().ProducesProblem(404).ProducesProblem(409);
        api.MapDelete("/courses/{courseId}/waiting-place", (string courseId, HttpContext http, IGrainFactory grains) => Wait(http, grains, courseId, pool => pool.Quit(new LeaveWaitingList())))
            .Access(Permission.SignedIn).WithName("enrolments.waitNoMore").WithSummary("The caller waits no more; a place that is held for them goes to the next.").Produces<WaitingView>().ProducesProblem(404);
        api.MapGet("/courses/{courseId}/waiting-place", (string courseId, HttpContext http, IGrainFactory grains) => Wait(http, grains, courseId, null))
            .Access(Permission.SignedIn).WithName("enrolments.waiting").WithSummary("How many wait, how many of them before the caller (null: the caller does not wait), and until when a place is held for the caller (null: none is).")
            .Produces<WaitingView>().ProducesProblem(404);
        api.MapGet("/me/courses", Mine).Access(Permission.SignedIn).WithName("enrolments.mine")
            .WithSummary("The caller's courses, last used first, each with the lesson to go on with and the time that is left.")
            .Produces<Page<MyCourse>>().ProducesProblem(422);
        api.MapPost("/courses/{courseId}/lessons/{lessonId}/progress", Record).Access(Permission.SignedIn).WithName("enrolments.progress")
            .WithSummary("Adds what was watched, as [from, to) in milliseconds of the video, at most 500 intervals. Safe to repeat and to reorder.")
            .Produces<ProgressAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapPut("/courses/{courseId}/lessons/{lessonId}/completion", Complete).Access(Permission.SignedIn).WithName("enrolments.complete")
            .WithSummary("Marks a lesson complete, or not.")
            .Produces<ProgressAnswer>().ProducesProblem(403).ProducesProblem(404);

        api.MapGet("/courses/{courseId}/roster", Roster).Access(Permission.Teach).WithName("enrolments.roster")
            .WithSummary("Who is in the course and how far, for its staff; search by a part of the name or address; only: all, active, new, seen, stuck or finished.")
            .Produces<Page<RosterRow>>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/courses/{courseId}/roster/{userId}", Remove).Access(Permission.Teach).WithName("enrolments.remove")
            .WithSummary("Removes a student: when this answers, they see nothing more of the course or its chat.")
            .Produces<EnrolmentAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        api.MapPost("/courses/{courseId}/roster/{userId}/readmission", Readmit).Access(Permission.Teach).WithName("enrolments.readmit")
            .WithSummary("Lets a removed student back in.")
            .Produces<EnrolmentAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> Enrol(string courseId, HttpContext http, IGrainFactory grains)
    {
        var enrolled = await Own(http, grains, courseId).Enrol(new EnrolStudent { OperationId = http.OperationId() });
        return await Seen(grains, enrolled, v => Results.Created($"{EndpointGroups.ApiRoot}/courses/{courseId}/enrolment", new EnrolmentAnswer(courseId, http.Viewer().UserId, EnrolmentStatus.Active, v)));
    }

    private static async Task<IResult> Wait(HttpContext http, IGrainFactory grains, string courseId, Func<ISeatPoolGrain, Task<Result<Receipt>>>? say)
    {
        var key = new CourseKey(http.Viewer().Tenant, courseId);
        if ((await grains.Course(key).Get()).Error is { } unknown) return unknown.ToProblem();
        var pool = grains.SeatPool(key);
        return say is not null && (await say(pool)).Error is { } error ? error.ToProblem() : Results.Ok(await pool.GetWaiting());
    }

    private static async Task<IResult> Leave(string courseId, HttpContext http, IGrainFactory grains)
    {
        var left = await Own(http, grains, courseId).Leave(new LeaveCourse { OperationId = http.OperationId() });
        return await Seen(grains, left, v => Results.Ok(new EnrolmentAnswer(courseId, http.Viewer().UserId, EnrolmentStatus.Left, v)));
    }

    private static async Task<IResult> Get(string courseId, HttpContext http, IGrainFactory grains) => (await Own(http, grains, courseId).Get()).ToApi();

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor = null, int? limit = null) =>
        (await grains.Queries<IEnrolmentQueriesGrain>(http.Viewer().Tenant).Mine(cursor, HttpInput.Limit(limit))).ToApi();

    private static async Task<IResult> Record(string courseId, string lessonId, ProgressBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        // No operation is recorded: the union of intervals is the same however often a report comes.
        if (body.Intervals?.Any(i => i is not { Length: 2 }) == true) return Error.Invalid("enrolments.bad_interval", "An interval is a pair [from, to].", "intervals").ToProblem();
        var intervals = body.Intervals?.Select(i => new Interval(i![0], i[1])).ToImmutableArray() ?? [];
        return (await Own(http, grains, courseId).RecordProgress(new RecordProgress(lessonId, intervals, body.PositionMs, body.At ?? time.GetUtcNow()))).ToApi(Answer);
    }

    private static async Task<IResult> Complete(string courseId, string lessonId, CompletionBody body, HttpContext http, IGrainFactory grains) =>
        (await Own(http, grains, courseId).CompleteLesson(new CompleteLesson(lessonId, body.Completed) { OperationId = http.OperationId() })).ToApi(Answer);

    private static async Task<IResult> Roster(string courseId, HttpContext http, IGrainFactory grains, string? search = null, string? only = null, string? cursor = null, int? limit = null) =>
        (await grains.Queries<IEnrolmentQueriesGrain>(http.Viewer().Tenant).Roster(new RosterQuery(courseId, search ?? "", cursor, HttpInput.Limit(limit, 50), RosterPages.Only(only)))).ToApi();

    private static async Task<IResult> Remove(string courseId, string userId, HttpContext http, IGrainFactory grains, string? reason = null)
    {
        var removed = await Of(http, grains, courseId, userId).Remove(new RemoveStudent(reason ?? "") { OperationId = http.OperationId() });
        return await Seen(grains, removed, v => Results.Ok(new EnrolmentAnswer(courseId, userId, EnrolmentStatus.Removed, v)));
    }

    private static async Task<IResult> Readmit(string courseId, string userId, HttpContext http, IGrainFactory grains)
    {
        var readmitted = await Of(http, grains, courseId, userId).Readmit(new ReadmitStudent { OperationId = http.OperationId() });
        return await Seen(grains, readmitted, v => Results.Ok(new EnrolmentAnswer(courseId, userId, EnrolmentStatus.Active, v)));
    }

    private static IEnrolmentGrain Own(HttpContext http, IGrainFactory grains, string courseId) => Of(http, grains, courseId, http.Viewer().UserId);

    private static IEnrolmentGrain Of(HttpContext http, IGrainFactory grains, string courseId, string userId) => grains.Enrolment(new MemberKey(http.Viewer().Tenant, courseId, userId));

    private static IResult Answer(ProgressView p) =>
        Results.Ok(new ProgressAnswer(p.LessonId, p.LessonPercent, p.LessonCompleted, p.LessonsCompleted, p.Lessons, p.CoursePercent, p.CourseCompleted, p.Version));

    /// <summary>Answers when the lists show it, or after a bounded wait.</summary>
    private static async Task<IResult> Seen(IGrainFactory grains, Result<Receipt> result, Func<long, IResult> answer)
    {
        if (!result.IsOk) return result.ToApi();
        await grains.Passed(EnrolmentProjections.View, result.Value);
        return answer(result.Value.Version);
    }

    /// <param name="At">The device's clock; the latest report of all devices says where to resume.</param>
    /// <param name="ClientId">The report's own id, for the caller's log; reports need none to be safe to repeat.</param>
    internal sealed record ProgressBody(long[]?[]? Intervals, long PositionMs, DateTimeOffset? At, string? ClientId);

    internal sealed record CompletionBody(bool Completed);

    internal sealed record EnrolmentAnswer(string CourseId, string UserId, EnrolmentStatus Status, long Version);

    /// <param name="Percent">Of the lesson, 0 to 100.</param>
    internal sealed record ProgressAnswer(string LessonId, int Percent, bool Completed, int LessonsCompleted, int Lessons, int CoursePercent, bool CourseCompleted, long Version);
}
