using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Courses.Pages;

namespace LearningHub.WebFrontend.Courses;

/// <summary>The course builder: outline with an inspector for the selected section or lesson, details, publishing. Each form is one command.</summary>
internal static class BuilderPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching");
        pages.MapGet("/teach/courses/{courseId}", (HttpContext http, IGrainFactory grains, string courseId, string? item) => Show(http, grains, courseId, item, null)).Access(Permission.Teach).WithName("page.builder");
        pages.MapGet("/teach/courses/{courseId}/details", (HttpContext http, IGrainFactory grains, string courseId) => Details(http, grains, courseId, null, null)).Access(Permission.Teach).WithName("page.builder.details");
        pages.MapPost("/teach/courses/{courseId}/details", SaveDetails).Access(Permission.Teach).WithName("page.builder.details.save");
        pages.MapPost("/teach/courses/{courseId}/sections", AddSection).Access(Permission.Teach).WithName("page.builder.section.add");
        pages.MapPost("/teach/courses/{courseId}/sections/{sectionId}", RenameSection).Access(Permission.Teach).WithName("page.builder.section.rename");
        pages.MapPost("/teach/courses/{courseId}/sections/{sectionId}/remove", RemoveSection).Access(Permission.Teach).WithName("page.builder.section.remove");
        pages.MapPost("/teach/courses/{courseId}/lessons", AddLesson).Access(Permission.Teach).WithName("page.builder.lesson.add");
        pages.MapPost("/teach/courses/{courseId}/lessons/{lessonId}", SaveLesson).Access(Permission.Teach).WithName("page.builder.lesson.save");
        pages.MapPost("/teach/courses/{courseId}/lessons/{lessonId}/remove", RemoveLesson).Access(Permission.Teach).WithName("page.builder.lesson.remove");
        pages.MapPost("/teach/courses/{courseId}/move", Move).Access(Permission.Teach).WithName("page.builder.move");
        pages.MapPost("/teach/courses/{courseId}/publish", Publish).Access(Permission.Teach).WithName("page.builder.publish");
        pages.MapPost("/teach/courses/{courseId}/unpublish", Unpublish).Access(Permission.Teach).WithName("page.builder.unpublish");
    }

    private static ICourseGrain Course(HttpContext http, IGrainFactory grains, string courseId) => grains.Course(new CourseKey(http.Viewer().Tenant, courseId));

    internal static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string courseId, string? item, Error? error)
    {
        var grain = Course(http, grains, courseId);
        var course = await grain.Get();
        if (!course.IsOk || !course.Value.CanEdit) return Refusals.NotFound(http);
        var lesson = KeySegment.IsValid(item) && course.Value.Sections.Any(s => s.Lessons.Any(l => l.LessonId == item)) ? (await grain.GetLesson(item!)).Value : null;
        var video = lesson?.Lesson.MediaId is { } media ? (await grains.Media(new MediaKey(http.Viewer().Tenant, media)).Get()).Value : null;
        return Common.Pages.Show<BuilderPage>(new
        {
            Page = await http.Page(course.Value.Title, SitePaths.Teaching),
            Course = course.Value,
            Section = lesson is null ? course.Value.Sections.FirstOrDefault(s => s.SectionId == item) : null,
            Lesson = lesson,
            Video = video,
            Error = error,
            Saved = http.Request.Query.ContainsKey("saved"),
        }, error is null ? 200 : ProblemResults.Status(error.Kind));
    }

    private static async Task<IResult> Details(HttpContext http, IGrainFactory grains, string courseId, CourseDetailsForm? entered, Error? error)
    {
        var course = await Course(http, grains, courseId).Get();
        if (!course.IsOk || !course.Value.CanEdit) return Refusals.NotFound(http);
        return Common.Pages.Show<DetailsPage>(new
        {
            Page = await http.Page($"Details · {course.Value.Title}", SitePaths.Teaching),
            Course = course.Value,
            Entered = entered ?? CourseDetailsForm.Of(course.Value),
            Error = error,
            Saved = http.Request.Query.ContainsKey("saved"),
        }, error is null ? 200 : ProblemResults.Status(error.Kind));
    }

    private static async Task<IResult> SaveDetails(HttpContext http, IGrainFactory grains, string courseId)
    {
        var entered = CourseDetailsForm.Of(await http.Form());
        var read = entered.Read();
        if (!read.IsOk) return await Details(http, grains, courseId, entered, read.Error);
        var saved = await Course(http, grains, courseId).ChangeDetails(read.Value);
        return saved.IsOk ? Common.Pages.SeeOther($"/teach/courses/{courseId}/details?saved") : await Details(http, grains, courseId, entered, saved.Error);
    }

    private static async Task<IResult> AddSection(HttpContext http, IGrainFactory grains, TimeProvider time, string courseId)
    {
        var form = await http.Form();
        var id = KeySegment.IsValid(form.Text("id")) ? form.Text("id") : KeySegment.NewId(time);
        return await Answer(http, grains, courseId, id, await Course(http, grains, courseId).AddSection(new AddSection(id, form.Text("title")) { OperationId = http.OperationId() }), null);
    }

    private static async Task<IResult> RenameSection(HttpContext http, IGrainFactory grains, string courseId, string sectionId) =>
        await Answer(http, grains, courseId, sectionId, await Course(http, grains, courseId).RenameSection(new RenameSection(sectionId, (await http.Form()).Text("title"))), sectionId);

    private static async Task<IResult> RemoveSection(HttpContext http, IGrainFactory grains, string courseId, string sectionId) =>
        await Answer(http, grains, courseId, null, await Course(http, grains, courseId).RemoveSection(new RemoveSection(sectionId)), sectionId);

    private static async Task<IResult> AddLesson(HttpContext http, IGrainFactory grains, TimeProvider time, string courseId)
    {
        var form = await http.Form();
        var id = KeySegment.NewId(time);
        var kind = form.Text("kind") switch { "video" => LessonKind.Video, "quiz" => LessonKind.Quiz, _ => LessonKind.Text };
        var added = await Course(http, grains, courseId).AddLesson(new AddLesson(form.Text("section"), id, form.Text("title"), kind) { OperationId = http.OperationId() });
        // Its reactor would do so a moment later; whoever adds a quiz goes on to it at once.
        if (added.IsOk && kind == LessonKind.Quiz) await grains.Quiz(QuizKey.OfLesson(new CourseKey(http.Viewer().Tenant, courseId), id)).Create(new CreateQuiz(courseId, id));
        return await Answer(http, grains, courseId, id, added, form.Text("section"));
    }

    private static async Task<IResult> SaveLesson(HttpContext http, IGrainFactory grains, string courseId, string lessonId)
    {
        var form = await http.Form();
        var saved = await Course(http, grains, courseId).ChangeLesson(new ChangeLesson(lessonId, form.Text("title"), form.Text("markdown"), form.Text("dropVideo") == "1" ? "" : null, form.Text("preview") == "1"));
        return await Answer(http, grains, courseId, lessonId, saved, lessonId, "&saved");
    }

    private static async Task<IResult> RemoveLesson(HttpContext http, IGrainFactory grains, string courseId, string lessonId) =>
        await Answer(http, grains, courseId, null, await Course(http, grains, courseId).RemoveLesson(new RemoveLesson(lessonId)), lessonId);

    /// <summary>Without JavaScript: up and down buttons.</summary>
    private static async Task<IResult> Move(HttpContext http, IGrainFactory grains, string courseId)
    {
        var form = await http.Form();
        var item = form.Text("item");
        var to = form.Text("to");
        if (!int.TryParse(form.Text("index"), out var index)) return ProblemResults.BadRequest("index must be a number.", "index");
        return await Answer(http, grains, courseId, item, await Course(http, grains, courseId).Move(new MoveItem(item, to.Length == 0 ? null : to, index, null)), item);
    }

    private static async Task<IResult> Publish(HttpContext http, IGrainFactory grains, string courseId) =>
        await Answer(http, grains, courseId, null, await Course(http, grains, courseId).Publish(new PublishCourse { OperationId = http.OperationId() }), null);

    private static async Task<IResult> Unpublish(HttpContext http, IGrainFactory grains, string courseId) =>
        await Answer(http, grains, courseId, null, await Course(http, grains, courseId).Unpublish(new UnpublishCourse()), null);

    public static async Task<IResult> Answer(HttpContext http, IGrainFactory grains, string courseId, string? select, Result<Receipt> result, string? selectOnError, string suffix = "") =>
        result.IsOk
            ? Common.Pages.SeeOther(select is null ? $"/teach/courses/{courseId}" : $"/teach/courses/{courseId}?item={select}{suffix}")
            : await Show(http, grains, courseId, selectOnError, result.Error);
}
