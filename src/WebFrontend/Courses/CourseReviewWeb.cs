using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Courses.Pages;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Courses;

/// <summary>Approval of courses: the instructor's side in the builder, the admins' queue.</summary>
internal static class CourseReviewWeb
{
    public const string Root = SitePaths.Administration + "/approvals";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Courses").WithMetadata(new RequestSizeLimitAttribute(16 * 1024));
        api.MapGet("/courses/{courseId}/review", async (string courseId, HttpContext http, IGrainFactory grains) => (await Course(http, grains, courseId).GetReview()).ToApi())
            .Access(Permission.Teach).WithName("courses.review").WithSummary("Where the approval stands, and what is different from the course as it was approved last.").Produces<CourseReviewDetail>().ProducesProblem(404);
        api.MapPost("/courses/{courseId}/submission", async (string courseId, HttpContext http, IGrainFactory grains) =>
                await Answer(http, grains, courseId, await Course(http, grains, courseId).Submit(new SubmitCourse { OperationId = http.OperationId() })))
            .Access(Permission.Teach).WithName("courses.submit").WithSummary("Asks an admin to approve the course as it stands.").Produces<CourseReviewDetail>().ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/admin/approvals", async (HttpContext http, IGrainFactory grains) => Results.Ok(await Queue(http, grains)))
            .Access(Permission.ReviewCourses).WithName("courses.approvals").WithSummary("Courses that wait for an admin.").Produces<ImmutableArray<CourseReviewRow>>();
        api.MapPost("/admin/approvals/{courseId}/approval", async (string courseId, ApproveBody body, HttpContext http, IGrainFactory grains) =>
                await Answer(http, grains, courseId, await Course(http, grains, courseId).Approve(new ApproveCourse(body.Edits) { OperationId = http.OperationId() })))
            .Access(Permission.ReviewCourses).WithName("courses.approve").WithSummary("Approves the course as it was seen; 409 when it was changed since.").Produces<CourseReviewDetail>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/admin/approvals/{courseId}/return", async (string courseId, ReturnBody body, HttpContext http, IGrainFactory grains) =>
                await Answer(http, grains, courseId, await Course(http, grains, courseId).SendBack(new SendBackCourse(body.Reason ?? "") { OperationId = http.OperationId() })))
            .Access(Permission.ReviewCourses).WithName("courses.sendBack").WithSummary("Sends the course back to its instructor, with what is to be changed.").Produces<CourseReviewDetail>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

        var pages = routes.PageGroup("Courses");
        pages.MapPost("/teach/courses/{courseId}/submit", async (string courseId, HttpContext http, IGrainFactory grains) =>
                await BuilderPages.Answer(http, grains, courseId, null, await Course(http, grains, courseId).Submit(new SubmitCourse { OperationId = http.OperationId() }), null))
            .Access(Permission.Teach).WithName("page.builder.submit");
        pages.MapGet(Root, async (HttpContext http, IGrainFactory grains, string? done) =>
            {
                var queue = await Queue(http, grains);
                return Common.Pages.Show<ApprovalsPage>(new { Page = await http.Page("Course approvals", Root), Queue = queue, Done = done ?? "", Names = await Names(http, grains, queue.Select(q => q.InstructorId)) });
            })
            .Access(Permission.ReviewCourses).WithName("page.approvals");
        pages.MapGet(Root + "/{courseId}", (string courseId, HttpContext http, IGrainFactory grains) => Show(courseId, http, grains, null)).Access(Permission.ReviewCourses).WithName("page.approval");
        pages.MapPost(Root + "/{courseId}/approve", async (string courseId, HttpContext http, IGrainFactory grains) =>
            {
                var edits = long.TryParse((await http.Form()).Text("edits"), out var seen) ? seen : -1;
                return await Settled(courseId, http, grains, await Course(http, grains, courseId).Approve(new ApproveCourse(edits) { OperationId = http.OperationId() }), "approved");
            })
            .Access(Permission.ReviewCourses).WithName("page.approval.approve");
        pages.MapPost(Root + "/{courseId}/return", async (string courseId, HttpContext http, IGrainFactory grains) =>
                await Settled(courseId, http, grains, await Course(http, grains, courseId).SendBack(new SendBackCourse((await http.Form()).Text("reason")) { OperationId = http.OperationId() }), "returned"))
            .Access(Permission.ReviewCourses).WithName("page.approval.return");
    }

    private static ICourseGrain Course(HttpContext http, IGrainFactory grains, string courseId) => grains.Course(new CourseKey(http.Viewer().Tenant, courseId));

    private static Task<ImmutableArray<CourseReviewRow>> Queue(HttpContext http, IGrainFactory grains) => grains.Queries<ICourseReviewQueriesGrain>(http.Viewer().Tenant).Queue();

    private static async Task<IReadOnlyDictionary<string, string>> Names(HttpContext http, IGrainFactory grains, IEnumerable<string> ids)
    {
        ImmutableArray<string> known = [.. ids.Distinct().Take(200)];
        return known.IsEmpty ? ImmutableDictionary<string, string>.Empty : (await grains.Queries<IUserQueriesGrain>(http.Viewer().Tenant).People(known)).ToDictionary(p => p.UserId, p => p.Name);
    }

    private static async Task<IResult> Answer(HttpContext http, IGrainFactory grains, string courseId, Result<Receipt> result)
    {
        if (!result.IsOk) return result.Error.ToProblem();
        await grains.Passed("course-reviews", result.Value);
        return (await Course(http, grains, courseId).GetReview()).ToApi();
    }

    private static async Task<IResult> Settled(string courseId, HttpContext http, IGrainFactory grains, Result<Receipt> result, string done)
    {
        if (!result.IsOk) return await Show(courseId, http, grains, result.Error);
        await grains.Passed("course-reviews", result.Value);
        return Common.Pages.SeeOther($"{Root}?done={done}");
    }

    private static async Task<IResult> Show(string courseId, HttpContext http, IGrainFactory grains, Error? problem)
    {
        var review = await Course(http, grains, courseId).GetReview();
        if (!review.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<ApprovalPage>(new
        {
            Page = await http.Page(review.Value.Title, Root), Detail = review.Value, Problem = problem, Names = await Names(http, grains, [review.Value.InstructorId]),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    internal sealed record ApproveBody(long Edits);

    internal sealed record ReturnBody(string? Reason);
}
