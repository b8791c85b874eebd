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
    private static async Task<IResult> Save(HttpContext http, IGrainFactory grains, TimeProvider time, string quizId, int number)
    {
        var form = await AnswerForm.Read(http);
        var attempts = grains.MyAttempts(http, quizId);
        var paper = await attempts.GetPaper(number);
        if (paper.Error is { Code: "quizzes.not_running" }) return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}/review");
        if (!paper.IsOk) return Refused(http, paper.Error);
        var changes = AnswerForm.Changes(form, paper.Value, time.GetUtcNow());
        var act = form.Text("do");
        if (act == "handin")
        {
            var handed = await attempts.HandIn(new HandInAttempt(number, changes.Changes.IsEmpty ? null : changes));
            if (handed.IsOk) return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}/review");
            // Not without telling: what can be kept is kept, and the learner decides whether to hand in without the rest.
            if (handed.Error.Kind == ErrorKind.Invalid) await SaveEach(attempts, changes);
            return await Show(http, grains, quizId, number, handed.Error);
        }
        SaveReceipt? receipt = null;
        if (!changes.Changes.IsEmpty)
        {
            var saved = await attempts.Save(changes);
            if (saved.Error is { Code: "quizzes.over" or "quizzes.not_running" }) return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}/review");
            if (saved.Error is { Kind: ErrorKind.Invalid }) await SaveEach(attempts, changes);
            if (!saved.IsOk) return await Show(http, grains, quizId, number, saved.Error);
            receipt = saved.Value;
        }
        if (act.StartsWith("check-", StringComparison.Ordinal) && int.TryParse(act.AsSpan(6), out var place))
        {
            // Another device's answer stands: it is not what the learner wants to know of, and a try is not spent on it.
            if (receipt?.Conflicts.Contains(place) == true) return await Show(http, grains, quizId, number, NotChecked(place));
            var seen = receipt?.Answers.FirstOrDefault(a => a.Place == place) ?? paper.Value.Questions.FirstOrDefault(q => q.Place == place)?.Answer;
            var tried = await attempts.Check(new CheckAnswer(number, place, seen?.Revision));
            return tried.IsOk ? Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}?saved#q{place}") : await Show(http, grains, quizId, number, tried.Error);
        }
        return Common.Pages.SeeOther($"/quizzes/{quizId}/attempts/{number}?saved");
    }

    /// <summary>One answer that cannot be taken keeps none of the others back.</summary>
    private static async Task SaveEach(IAttemptsGrain attempts, SaveAnswers changes)
    {
        if (changes.Changes.Length < 2) return;
        foreach (var change in changes.Changes) await attempts.Save(changes with { Changes = [change] });
    }

    private static Error NotChecked(int place) =>
        Error.Conflict("quizzes.changed", $"Question {place} was answered on another device in the meantime, so it was not checked. Enter the answer that you want, and check it again.");

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
