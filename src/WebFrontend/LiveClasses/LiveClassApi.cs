using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.LiveClasses;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.LiveClasses;

/// <summary>Live classes: plan and room. What changes is pushed to topic <c>class:{id}</c> (kinds room, questions, reactions, presence), each push the whole of its kind.</summary>
internal static class LiveClassApi
{
    private const int MaxBody = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var root = routes.ApiGroup("LiveClasses").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        root.MapGet("/courses/{courseId}/live-classes", OfCourse).Access(Permission.Anyone).WithName("liveClasses.ofCourse")
            .WithSummary("The live classes of a course: on or to come, soonest first, then those that are over.").Produces<ImmutableArray<LiveClassRow>>().ProducesProblem(404);
        root.MapPost("/courses/{courseId}/live-classes", Schedule).Access(Permission.Teach).WithName("liveClasses.schedule")
            .WithSummary("Schedules a class: 5 to 480 minutes, for so many people at a time; without a limit of its own it has the academy's.")
            .Produces<ScheduledAnswer>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        root.MapGet("/live-classes", Coming).Access(Permission.SignedIn).WithName("liveClasses.coming")
            .WithSummary("What is on or comes in the next 30 days in the courses one takes or teaches.").Produces<ImmutableArray<LiveClassRow>>();

        var one = root.MapGroup("/live-classes/{classId}");
        one.MapGet("", Get).Access(Permission.SignedIn).WithName("liveClasses.get")
            .WithSummary("The room, its questions, and the caller's own half of it.").Produces<LiveClassView>().ProducesProblem(404);
        one.MapPut("", Change).Access(Permission.Teach).WithName("liveClasses.change")
            .WithSummary("Changes the plan; the start only before people are let in.").Produces<LiveClassAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        Act(one, "cancel", "Cancels a class that was not live.", (c, op) => c.Cancel(new CancelLiveClass { OperationId = op }));
        Act(one, "open", "Lets people in to wait.", (c, op) => c.Open(new OpenLiveClass { OperationId = op }));
        Act(one, "start", "The class is live from now.", (c, op) => c.Start(new StartLiveClass { OperationId = op }));
        Act(one, "end", "The class is over.", (c, op) => c.End(new EndLiveClass { OperationId = op }));
        one.MapPut("/co-hosts/{userId}", SetCoHost).Access(Permission.Teach).WithName("liveClasses.setCoHost")
            .WithSummary("Makes a member a co-host, or no longer.").Produces<LiveClassAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        one.MapGet("/attendance", Attendance).Access(Permission.Teach).WithName("liveClasses.attendance")
            .WithSummary("Who was there while the class was live, and for how long.").Produces<ImmutableArray<LiveAttendance>>().ProducesProblem(404);
        Hls.HlsApi.MapAddress(one);
        LiveRoomApi.Map(one);
    }

    public static ILiveClassGrain Class(HttpContext http, IGrainFactory grains, string classId) => grains.LiveClass(new LiveClassKey(http.Viewer().Tenant, classId));

    private static void Act(IEndpointRouteBuilder one, string verb, string summary, Func<ILiveClassGrain, string?, Task<Result<Receipt>>> act) =>
        one.MapPost($"/{verb}", async (string classId, HttpContext http, IGrainFactory grains) => Answer(classId, await act(Class(http, grains, classId), http.OperationId())))
            .Access(Permission.Teach).WithName($"liveClasses.{verb}").WithSummary(summary).Produces<LiveClassAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> OfCourse(string courseId, HttpContext http, IGrainFactory grains) =>
        (await grains.Queries<ILiveClassQueriesGrain>(http.Viewer().Tenant).OfCourse(courseId)).ToApi();

    private static async Task<IResult> Coming(HttpContext http, IGrainFactory grains, int? limit = null) =>
        (await grains.Queries<ILiveClassQueriesGrain>(http.Viewer().Tenant).Coming(HttpInput.Limit(limit, 20, 100))).ToApi();

    private static async Task<IResult> Schedule(string courseId, PlanBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var id = Courses.CourseIds.New(http, time, $"{courseId}/live");
        var scheduled = await Class(http, grains, id).Schedule(
            new ScheduleLiveClass(courseId, body.Title ?? "", body.StartsAt, body.Minutes, body.AttendeeLimit) { OperationId = http.OperationId() });
        return scheduled.ToApi(r => Results.Created($"{EndpointGroups.ApiRoot}/live-classes/{id}", new ScheduledAnswer(id, courseId, r.Version)));
    }

    private static async Task<IResult> Get(string classId, HttpContext http, IGrainFactory grains) => (await Class(http, grains, classId).Get()).ToApi();

    private static async Task<IResult> Change(string classId, PlanBody body, HttpContext http, IGrainFactory grains) => Answer(classId,
        await Class(http, grains, classId).Change(new ChangeLiveClass(body.Title ?? "", body.StartsAt, body.Minutes, body.AttendeeLimit) { OperationId = http.OperationId() }));

    private static async Task<IResult> SetCoHost(string classId, string userId, CoHostBody body, HttpContext http, IGrainFactory grains) =>
        Answer(classId, await Class(http, grains, classId).SetCoHost(new SetCoHost(userId, body.CoHost)));

    private static async Task<IResult> Attendance(string classId, HttpContext http, IGrainFactory grains) => (await Class(http, grains, classId).GetAttendance()).ToApi();

    private static IResult Answer(string classId, Result<Receipt> result) => result.ToApi(r => Results.Ok(new LiveClassAnswer(classId, r.Version)));

    internal sealed record PlanBody(string? Title, DateTimeOffset StartsAt, int Minutes, int? AttendeeLimit);

    internal sealed record CoHostBody(bool CoHost);

    internal sealed record ScheduledAnswer(string ClassId, string CourseId, long Version);

    internal sealed record LiveClassAnswer(string ClassId, long Version);
}
