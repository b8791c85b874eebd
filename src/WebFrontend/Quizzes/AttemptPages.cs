using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Quizzes.Pages;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Sitting a quiz in the browser: a plain form that works by itself, and that the script makes comfortable.</summary>
internal static class AttemptPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Quizzes");
        pages.MapPost("/quizzes/{quizId}/attempts", Start).Access(Permission.SignedIn).WithName("page.attempt.start");
        pages.MapGet("/quizzes/{quizId}/attempts/{number:int}", (HttpContext http, IGrainFactory grains, string quizId, int number) => Show(http, grains, quizId, number, null)).Access(Permission.SignedIn).WithName("page.attempt");
        pages.MapPost("/quizzes/{quizId}/attempts/{number:int}", Save).Access(Permission.SignedIn).WithName("page.attempt.save").WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(4 * 1024 * 1024));
        pages.MapGet("/quizzes/{quizId}/attempts/{number:int}/review", Review).Access(Permission.SignedIn).WithName("page.attempt.review");
    }

    private static async Task<IResult> Start(HttpContext http, IGrainFactory grains, string quizId)
    {
        await http.Form();
        var started = await grains.MyAttempts(http, quizId).Start(new StartAttempt { OperationId = http.OperationId() });
        return started.IsOk ? Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{started.Value.Number}") : Refused(http, started.Error);
    }

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, string quizId, int number, Error? problem)
    {
        var paper = await grains.MyAttempts(http, quizId).GetPaper(number);
        // Handed in meanwhile, by hand or by the clock: what became of it.
        if (paper.Error is { Code: "quizzes.not_running" }) return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}/review");
        if (!paper.IsOk) return Refused(http, paper.Error);
        var course = await grains.Course(new CourseKey(http.Viewer().Tenant, paper.Value.CourseId)).GetFacts();
        var title = course.Lessons.FirstOrDefault(l => l.LessonId == paper.Value.LessonId)?.Title ?? "Quiz";
        var page = await http.Page(title);
        http.Response.Headers.CacheControl = "no-store";
        return Common.Pages.Show<AttemptPage>(new { Page = page with { Slim = true }, Paper = paper.Value, Title = title, Problem = problem, Saved = http.Request.Query.ContainsKey("saved") },
            problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    /// <summary>Saves, checks one question, or hands in; all three keep what the form holds first.</summary>
    private static async Task<IResult> Save(HttpContext http, IGrainFactory grains, string quizId, int number)
    {
        var form = await AnswerForm.Read(http);
        var attempts = grains.MyAttempts(http, quizId);
        var paper = await attempts.GetPaper(number);
        if (paper.Error is { Code: "quizzes.not_running" }) return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}/review");
        if (!paper.IsOk) return Refused(http, paper.Error);
        var changes = AnswerForm.Changes(form, paper.Value);
        var act = form.Text("do");
        if (act == "handin")
        {
            var handed = await attempts.HandIn(new HandInAttempt(number, changes.Changes.IsEmpty ? null : changes));
            return handed.IsOk ? Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}/review") : await Show(http, grains, quizId, number, handed.Error);
        }
        if (!changes.Changes.IsEmpty)
        {
            var saved = await attempts.Save(changes);
            if (saved.Error is { Code: "quizzes.over" or "quizzes.not_running" }) return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}/review");
            if (!saved.IsOk) return await Show(http, grains, quizId, number, saved.Error);
        }
        if (act.StartsWith("check-", StringComparison.Ordinal) && int.TryParse(act.AsSpan(6), out var place))
        {
            var tried = await attempts.Check(new CheckAnswer(number, place));
            return tried.IsOk ? Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}?saved#q{place}") : await Show(http, grains, quizId, number, tried.Error);
        }
        return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}?saved");
    }

    private static async Task<IResult> Review(HttpContext http, IGrainFactory grains, string quizId, int number)
    {
        var attempts = grains.MyAttempts(http, quizId);
        var mine = await attempts.Get();
        if (!mine.IsOk) return Refused(http, mine.Error);
        if (mine.Value.Attempts.FirstOrDefault(a => a.Number == number) is not { } summary) return Refusals.NotFound(http);
        if (summary.State == AttemptState.Running) return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}");
        var review = await attempts.Review(number);
        var course = await grains.Course(new CourseKey(http.Viewer().Tenant, mine.Value.CourseId)).GetFacts();
        var title = course.Lessons.FirstOrDefault(l => l.LessonId == mine.Value.LessonId)?.Title ?? "Quiz";
        http.Response.Headers.CacheControl = "no-store";
        return Common.Pages.Show<ReviewPage>(new
        {
            Page = await http.Page($"Attempt {number} · {title}"), Title = title, Attempts = mine.Value, Summary = summary, Review = review.Value, Withheld = review.Error,
        });
    }

    internal static IResult Refused(HttpContext http, Error error) => error.Kind == ErrorKind.NotFound
        ? Refusals.NotFound(http) : Common.Pages.Message(http, ProblemResults.Status(error.Kind), "That is not possible now", error.Message);
}
