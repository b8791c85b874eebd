using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Quizzes.Pages;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Setting a quiz up: its questions, its settings, what is different for some people. Each form is one command.</summary>
internal static class QuizBuilderPages
{
    private const string Root = "/teach/quizzes/{quizId}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching");
        pages.MapGet(Root, (HttpContext http, IGrainFactory grains, string quizId, string? q, string? tag, string? cursor) => Questions(http, grains, quizId, q, tag, cursor, null)).Access(Permission.Teach).WithName("page.quiz");
        pages.MapPost(Root + "/questions", AddQuestions).Access(Permission.Teach).WithName("page.quiz.questions.add");
        pages.MapPost(Root + "/draws", AddDraw).Access(Permission.Teach).WithName("page.quiz.draws.add");
        pages.MapPost(Root + "/slots/{slotId}", ChangeSlot).Access(Permission.Teach).WithName("page.quiz.slots.change");
        pages.MapPost(Root + "/slots/{slotId}/move", MoveSlot).Access(Permission.Teach).WithName("page.quiz.slots.move");
        pages.MapPost(Root + "/slots/{slotId}/remove", RemoveSlot).Access(Permission.Teach).WithName("page.quiz.slots.remove");
        pages.MapGet(Root + "/settings", (HttpContext http, IGrainFactory grains, string quizId) => Settings(http, grains, quizId, null, null)).Access(Permission.Teach).WithName("page.quiz.settings");
        pages.MapPost(Root + "/settings", SaveSettings).Access(Permission.Teach).WithName("page.quiz.settings.save");
        pages.MapGet(Root + "/people", (HttpContext http, IGrainFactory grains, string quizId, string? user, string? q) => People(http, grains, quizId, user, q, null)).Access(Permission.Teach).WithName("page.quiz.people");
        pages.MapPost(Root + "/people", SetOverride).Access(Permission.Teach).WithName("page.quiz.people.set");
        pages.MapPost(Root + "/people/{userId}/remove", RemoveOverride).Access(Permission.Teach).WithName("page.quiz.people.remove");
    }

    private static async Task<IResult> Questions(HttpContext http, IGrainFactory grains, string quizId, string? q, string? tag, string? cursor, Error? problem)
    {
        var quiz = await grains.Quiz(http, quizId).Get();
        if (!quiz.IsOk) return Refusals.NotFound(http);
        var tenant = http.Viewer().Tenant;
        var search = q is { Length: <= 100 } ? q : "";
        var bank = await grains.Queries<IQuestionBankGrain>(tenant).Search(new(quiz.Value.CourseId, search, null, tag is { Length: > 0 and <= 40 } ? tag : null, false, cursor is { Length: <= 500 } ? cursor : null, 20));
        var tags = await grains.Queries<IQuestionBankGrain>(tenant).Tags(quiz.Value.CourseId);
        var fixedOnes = await Task.WhenAll(quiz.Value.Slots.Where(s => !s.IsDraw).Select(s => grains.Question(new QuestionKey(tenant, s.QuestionId!)).Get()));
        return Common.Pages.Show<QuizQuestionsPage>(new
        {
            Page = await http.Page(quiz.Value.Title, SitePaths.Teaching), Quiz = quiz.Value, Bank = bank.Value ?? Page<QuestionRow>.Empty, Tags = tags.Value.IsDefault ? [] : tags.Value,
            Known = fixedOnes.Where(f => f.IsOk).ToImmutableDictionary(f => f.Value!.QuestionId, f => f.Value!), Search = search, Tag = tag ?? "", Cursor = cursor, Problem = problem,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> AddQuestions(HttpContext http, IGrainFactory grains, string quizId)
    {
        var form = await http.Form();
        var marks = SettingsForm.Number(form.Text("marks"), out var given) ? given : 0;
        return await Changed(http, grains, quizId, await grains.Quiz(http, quizId).AddQuestions(new AddQuizQuestions([.. form["question"].OfType<string>()], marks) { OperationId = http.OperationId() }));
    }

    private static async Task<IResult> AddDraw(HttpContext http, IGrainFactory grains, TimeProvider time, string quizId)
    {
        var form = await http.Form();
        var marks = SettingsForm.Number(form.Text("marks"), out var given) ? given : 0;
        var count = SettingsForm.Whole(form.Text("count"), out var many) ? many : 0;
        return await Changed(http, grains, quizId, await grains.Quiz(http, quizId).AddDraw(new AddQuizDraw(KeySegment.NewId(time), [.. form["tag"].OfType<string>()], count, marks) { OperationId = http.OperationId() }));
    }

    private static async Task<IResult> ChangeSlot(HttpContext http, IGrainFactory grains, string quizId, string slotId)
    {
        var form = await http.Form();
        var marks = SettingsForm.Number(form.Text("marks"), out var given) ? given : 0;
        var count = SettingsForm.Whole(form.Text("count"), out var many) ? many : 0;
        return await Changed(http, grains, quizId, await grains.Quiz(http, quizId).ChangeSlot(new ChangeQuizSlot(slotId, count, marks)));
    }

    private static async Task<IResult> MoveSlot(HttpContext http, IGrainFactory grains, string quizId, string slotId)
    {
        var form = await http.Form();
        if (!SettingsForm.Whole(form.Text("index"), out var index)) return ProblemResults.BadRequest("index must be a number.", "index");
        return await Changed(http, grains, quizId, await grains.Quiz(http, quizId).MoveSlot(new MoveQuizSlot(slotId, index)));
    }

    private static async Task<IResult> RemoveSlot(HttpContext http, IGrainFactory grains, string quizId, string slotId) =>
        await Changed(http, grains, quizId, await grains.Quiz(http, quizId).RemoveSlot(new RemoveQuizSlot(slotId)));

    private static async Task<IResult> Changed(HttpContext http, IGrainFactory grains, string quizId, Result<Receipt> result) =>
        result.IsOk ? Common.Pages.SeeOther($"/teach/quizzes/{quizId}") : await Questions(http, grains, quizId, null, null, null, result.Error);

    private static async Task<IResult> Settings(HttpContext http, IGrainFactory grains, string quizId, SettingsForm? entered, Error? problem)
    {
        var quiz = await grains.Quiz(http, quizId).Get();
        if (!quiz.IsOk) return Refusals.NotFound(http);
        var zone = ZoneTime.Of(http.Viewer());
        return Common.Pages.Show<QuizSettingsPage>(new
        {
            Page = await http.Page($"Settings · {quiz.Value.Title}", SitePaths.Teaching), Quiz = quiz.Value, Entered = entered ?? SettingsForm.Of(quiz.Value.Settings, zone), Zone = zone,
            Problem = problem, Saved = http.Request.Query.ContainsKey("saved"),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> SaveSettings(HttpContext http, IGrainFactory grains, string quizId)
    {
        var form = await http.Form();
        var entered = SettingsForm.Of(form);
        var settings = entered.Read(ZoneTime.Of(http.Viewer()));
        if (!settings.IsOk) return await Settings(http, grains, quizId, entered, settings.Error);
        var saved = await grains.Quiz(http, quizId).Configure(new ConfigureQuiz(settings.Value, long.TryParse(form.Text("version"), out var version) ? version : null));
        return saved.IsOk ? Common.Pages.SeeOther($"/teach/quizzes/{quizId}/settings?saved") : await Settings(http, grains, quizId, entered, saved.Error);
    }

    private static async Task<IResult> People(HttpContext http, IGrainFactory grains, string quizId, string? user, string? q, Error? problem)
    {
        var quiz = await grains.Quiz(http, quizId).Get();
        if (!quiz.IsOk) return Refusals.NotFound(http);
        var tenant = http.Viewer().Tenant;
        var search = q is { Length: <= 100 } ? q : "";
        var roster = await grains.Queries<IEnrolmentQueriesGrain>(tenant).Roster(new RosterQuery(quiz.Value.CourseId, search, null, 50));
        var ids = quiz.Value.Overrides.Select(o => o.UserId).Append(user).OfType<string>().Where(KeySegment.IsValid).Distinct().ToImmutableArray();
        var names = new Dictionary<string, string>();
        foreach (var chunk in ids.Chunk(200))
            foreach (var person in await grains.Queries<IUserQueriesGrain>(tenant).People([.. chunk])) names[person.UserId] = person.Name;
        return Common.Pages.Show<QuizPeoplePage>(new
        {
            Page = await http.Page($"Accommodations · {quiz.Value.Title}", SitePaths.Teaching), Quiz = quiz.Value, Names = names, Roster = roster.Value?.Items ?? [], Selected = KeySegment.IsValid(user) ? user : null,
            Search = search, Zone = ZoneTime.Of(http.Viewer()), Problem = problem, Saved = http.Request.Query.ContainsKey("saved"),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> SetOverride(HttpContext http, IGrainFactory grains, string quizId)
    {
        var form = await http.Form();
        var (zone, user) = (ZoneTime.Of(http.Viewer()), form.Text("user"));
        Error? bad = null;
        int Read(string field) { if (SettingsForm.Whole(form.Text(field), out var value)) return value; bad ??= Error.Invalid("quizzes.form_invalid", "Write a whole number.", field); return 0; }
        DateTimeOffset? At(string field) { if (zone.TryParse(form.Text(field), out var at)) return at; bad ??= Error.Invalid("quizzes.form_invalid", "Write a day and a time.", field); return null; }
        var command = new SetQuizOverride(new(user, Read("extraTimePercent"), Read("extraTimeMinutes"), Read("extraAttempts"), At("opensAt"), At("closesAt")));
        if (bad is not null) return await People(http, grains, quizId, user, null, bad);
        var set = await grains.Quiz(http, quizId).SetOverride(command);
        return set.IsOk ? Common.Pages.SeeOther($"/teach/quizzes/{quizId}/people?saved") : await People(http, grains, quizId, user, null, set.Error);
    }

    private static async Task<IResult> RemoveOverride(HttpContext http, IGrainFactory grains, string quizId, string userId)
    {
        var removed = await grains.Quiz(http, quizId).RemoveOverride(new RemoveQuizOverride(userId));
        return removed.IsOk || removed.Error.Code == "quizzes.override_not_found" ? Common.Pages.SeeOther($"/teach/quizzes/{quizId}/people") : await People(http, grains, quizId, null, null, removed.Error);
    }
}
