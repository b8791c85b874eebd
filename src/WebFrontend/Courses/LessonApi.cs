using LearningHub.Grains.Interfaces.Courses;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Courses;

/// <summary>Lessons of a course.</summary>
internal static class LessonApi
{
    private const int MaxBody = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Lessons").MapGroup("/courses/{courseId}/lessons").WithMetadata(new RequestSizeLimitAttribute(MaxBody));

        api.MapPost("", Add).Access(Permission.Teach).WithName("lessons.add")
            .WithSummary("Adds a lesson at the end of a section, at most 2,000 in a course and 500 in a section.")
            .Produces<LessonAnswer>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/{lessonId}", Get).Access(Permission.Anyone).WithName("lessons.get")
            .WithSummary("A lesson with its text, for staff and the enrolled; a preview lesson of a published course for anyone.")
            .Produces<LessonBodyAnswer>().ProducesProblem(403).ProducesProblem(404);
        api.MapPut("/{lessonId}", Change).Access(Permission.Teach).WithName("lessons.change")
            .WithSummary("Changes what is given of a lesson; null leaves a part as it is, mediaId \"\" takes the video away.")
            .Produces<LessonAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/{lessonId}", Remove).Access(Permission.Teach).WithName("lessons.remove")
            .WithSummary("Removes a lesson. What learners did in it stays recorded.")
            .Produces<CourseAnswer>().ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> Add(string courseId, AddBody body, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var id = CourseIds.New(http, time, $"{courseId}/lesson", body.LessonId);
        var added = await Course(http, grains, courseId).AddLesson(new AddLesson(body.SectionId ?? "", id, body.Title ?? "", body.Kind) { OperationId = http.OperationId() });
        return added.ToApi(r => Results.Created($"{EndpointGroups.ApiRoot}/courses/{courseId}/lessons/{id}", new LessonAnswer(courseId, id, r.Version)));
    }

    private static async Task<IResult> Get(string courseId, string lessonId, HttpContext http, IGrainFactory grains, LessonHtml html) =>
        (await Course(http, grains, courseId).GetLesson(lessonId)).ToApi(l =>
            Results.Ok(new LessonBodyAnswer(l.CourseId, l.SectionId, l.Lesson, l.Markdown, html.Render(l.Markdown), l.CourseVersion)));

    private static async Task<IResult> Change(string courseId, string lessonId, ChangeBody body, HttpContext http, IGrainFactory grains)
    {
        var changed = await Course(http, grains, courseId).ChangeLesson(
            new ChangeLesson(lessonId, body.Title, body.Markdown, body.MediaId, body.Preview) { OperationId = http.OperationId() });
        return changed.ToApi(r => Results.Ok(new LessonAnswer(courseId, lessonId, r.Version)));
    }

    private static async Task<IResult> Remove(string courseId, string lessonId, HttpContext http, IGrainFactory grains) =>
        (await Course(http, grains, courseId).RemoveLesson(new RemoveLesson(lessonId) { OperationId = http.OperationId() })).ToApi(r => Results.Ok(new CourseAnswer(courseId, r.Version)));

    private static ICourseGrain Course(HttpContext http, IGrainFactory grains, string courseId) => grains.Course(new CourseKey(http.Viewer().Tenant, courseId));

    internal sealed record AddBody(string? SectionId, string? Title, LessonKind Kind, string? LessonId);

    internal sealed record ChangeBody(string? Title, string? Markdown, string? MediaId, bool? Preview);

    internal sealed record LessonAnswer(string CourseId, string LessonId, long Version);

    /// <param name="Html">The text rendered and cleaned: safe to show.</param>
    internal sealed record LessonBodyAnswer(string CourseId, string SectionId, LessonItem Lesson, string Markdown, string Html, long CourseVersion);
}
