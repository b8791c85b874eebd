using System.Globalization;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Courses;
using LearningHub.WebFrontend.Enrolments.Pages;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>The page people learn on: a lesson, the outline with what is done, the chat.</summary>
internal static class LearnPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Learning");
        pages.MapGet("/learn/{courseId}", Continue).Access(Permission.Anyone).WithName("page.learn.continue");
        pages.MapGet("/learn/{courseId}/{lessonId}", Show).Access(Permission.Anyone).WithName("page.learn");
        pages.MapPost("/learn/{courseId}/{lessonId}/completion", Complete).Access(Permission.SignedIn).WithName("page.learn.complete");
    }

    /// <summary>To the lesson where this person goes on.</summary>
    private static async Task<IResult> Continue(HttpContext http, IGrainFactory grains, string courseId)
    {
        var viewer = http.Viewer();
        var course = await grains.Course(new CourseKey(viewer.Tenant, courseId)).Get();
        if (!course.IsOk) return Refusals.NotFound(http);
        var lessons = course.Value.Sections.SelectMany(s => s.Lessons).ToArray();
        if (lessons.Length == 0) return Common.Pages.SeeOther($"/courses/{courseId}");
        var mine = viewer.IsSignedIn ? (await grains.Enrolment(new MemberKey(viewer.Tenant, courseId, viewer.UserId)).Get()).Value : null;
        var done = mine?.Lessons.Where(l => l.Completed).Select(l => l.LessonId).ToHashSet() ?? [];
        var next = lessons.FirstOrDefault(l => l.LessonId == mine?.LastLessonId && !done.Contains(l.LessonId))
                   ?? lessons.FirstOrDefault(l => !done.Contains(l.LessonId)) ?? lessons[0];
        return Common.Pages.SeeOther($"/learn/{courseId}/{next.LessonId}");
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, LessonHtml html, string courseId, string lessonId, string? t)
    {
        var viewer = http.Viewer();
        var grain = grains.Course(new CourseKey(viewer.Tenant, courseId));
        var course = await grain.Get();
        var lesson = await grain.GetLesson(lessonId);
        if (!course.IsOk || !lesson.IsOk)
        {
            // Known course, closed lesson: the course page says how to get in.
            if (course.IsOk && lesson.Error?.Kind is ErrorKind.Forbidden or ErrorKind.SignIn) return Common.Pages.SeeOther($"/courses/{courseId}");
            return Refusals.NotFound(http);
        }
        var mine = viewer.IsSignedIn ? (await grains.Enrolment(new MemberKey(viewer.Tenant, courseId, viewer.UserId)).Get()).Value : null;
        var inRoom = viewer.IsSignedIn && (mine is { IsActive: true } || course.Value.CanEdit);
        var chat = inRoom ? (await grains.ChatRoom(new CourseKey(viewer.Tenant, courseId)).History(null, 1)).Value : null;
        var quiz = viewer.IsSignedIn && lesson.Value.Lesson.Kind == LessonKind.Quiz
            ? (await grains.Attempts(new AttemptsKey(viewer.Tenant, QuizKey.IdOf(courseId, lessonId), viewer.UserId)).Get()).Value : null;
        var page = await http.Page(lesson.Value.Lesson.Title);
        return Common.Pages.Show<LearnPage>(new
        {
            Page = page with { Slim = true },
            Course = course.Value,
            Lesson = lesson.Value,
            Html = html.Render(lesson.Value.Markdown),
            Enrolment = mine is { IsActive: true } ? mine : null,
            Quiz = quiz,
            From = int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds * 1000L : null as long?,
            Unread = chat?.Unread ?? 0,
            InRoom = inRoom,
            UserId = viewer.UserId,
            Classes = inRoom ? (await LiveClasses.LiveClassPages.Of(courseId, http, grains)).Where(c => c.Phase is LiveClassPhase.Open or LiveClassPhase.Live).ToArray() : [],
        });
    }

    private static async Task<IResult> Complete(HttpContext http, IGrainFactory grains, string courseId, string lessonId)
    {
        var form = await http.Form();
        var viewer = http.Viewer();
        var done = await grains.Enrolment(new MemberKey(viewer.Tenant, courseId, viewer.UserId))
            .CompleteLesson(new CompleteLesson(lessonId, form.Text("completed") != "false") { OperationId = http.OperationId() });
        if (!done.IsOk) return Common.Pages.Message(http, ProblemResults.Status(done.Error.Kind), "That could not be recorded", done.Error.Message);
        return Common.Pages.SeeOther(HttpInput.LocalReturn(form.Text("next"), $"/learn/{courseId}/{lessonId}"));
    }
}
