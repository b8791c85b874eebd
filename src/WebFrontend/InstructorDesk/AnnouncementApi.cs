using LearningHub.Grains.Interfaces.InstructorDesk;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.InstructorDesk;

/// <summary>What the staff of a course tell everybody in it.</summary>
internal static class AnnouncementApi
{
    private const int MaxBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("InstructorDesk").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/courses/{courseId}/announcements", List).Access(Permission.SignedIn).WithName("announcements.list")
            .WithSummary("What the staff told everybody in the course, newest first; for its members. Staff see planned ones too.").Produces<Page<AnnouncementView>>().ProducesProblem(403).ProducesProblem(422);
        api.MapPost("/courses/{courseId}/announcements", Post).Access(Permission.Teach).WithName("announcements.post")
            .WithSummary("Tells everybody in the course, at once or at a moment within a year. Text is Markdown.")
            .Produces<AnnouncementView>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/courses/{courseId}/announcements/{announcementId}", Withdraw).Access(Permission.Teach).WithName("announcements.withdraw")
            .WithSummary("Takes an announcement back: planned, it is never posted; posted, it is gone and its text erased.").Produces<WithdrawnAnswer>().ProducesProblem(403).ProducesProblem(404);
        api.MapPost("/courses/{courseId}/announcements/{announcementId}/adoption", Adopt).Access(Permission.Teach).WithName("announcements.adopt")
            .WithSummary("Makes a planned announcement that is held, as its author may not post any more, the caller's own: it goes out in their name, at its moment or, where that is gone, at once.")
            .Produces<AdoptedAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> List(string courseId, HttpContext http, IGrainFactory grains, string? cursor = null, int? limit = null) =>
        (await http.Announcements(grains, courseId).List(cursor, HttpInput.Limit(limit, 20, 50))).ToApi();

    private static async Task<IResult> Post(string courseId, AnnouncementBody body, HttpContext http, IGrainFactory grains, TimeProvider time) =>
        (await http.Announcements(grains, courseId).Post(new(body.AnnouncementId ?? KeySegment.NewId(time), body.Title ?? "", body.Text ?? "", body.At) { OperationId = http.OperationId() }))
            .ToApi(v => Results.Created($"{EndpointGroups.ApiRoot}/courses/{courseId}/announcements", v));

    private static async Task<IResult> Withdraw(string courseId, string announcementId, HttpContext http, IGrainFactory grains) =>
        (await http.Announcements(grains, courseId).Withdraw(new(announcementId) { OperationId = http.OperationId() })).ToApi(r => Results.Ok(new WithdrawnAnswer(announcementId, r.Version)));

    private static async Task<IResult> Adopt(string courseId, string announcementId, HttpContext http, IGrainFactory grains) =>
        (await http.Announcements(grains, courseId).Adopt(new(announcementId) { OperationId = http.OperationId() })).ToApi(r => Results.Ok(new AdoptedAnswer(announcementId, r.Version)));

    public static IAnnouncementsGrain Announcements(this HttpContext http, IGrainFactory grains, string courseId) =>
        grains.GetGrain<IAnnouncementsGrain>(new CourseKey(http.Viewer().Tenant, courseId).ToString());

    /// <param name="AnnouncementId">Null: one is made, and a retry needs an Idempotency-Key.</param>
    internal sealed record AnnouncementBody(string? AnnouncementId, string? Title, string? Text, DateTimeOffset? At);

    internal sealed record WithdrawnAnswer(string AnnouncementId, long Version);

    internal sealed record AdoptedAnswer(string AnnouncementId, long Version);
}
