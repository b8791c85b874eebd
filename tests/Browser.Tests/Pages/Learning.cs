using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>A student's way: find, enrol, learn.</summary>
internal static class Learning
{
    public static async Task FindsByTyping(this Person who, string words, string title)
    {
        await who.Open("/catalogue");
        await who.Page.GetByRole(AriaRole.Main).GetByLabel("Search the catalogue").FillAsync(words);
        await who.Page.Keyboard.PressAsync("Enter");
        // The list of everything holds the course as well: what is pressed is the answer to the search, not what it replaces.
        await Expect(who.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("[?&]q="));
        var found = who.Page.GetByRole(AriaRole.Region, new() { Name = "Results" }).GetByRole(AriaRole.Link, new() { Name = title });
        await who.ReloadUntilSeen(found);
        await found.First.ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();
    }

    public static async Task Enrols(this Person who)
    {
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Enrol now" }).ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Navigation, new() { Name = "Course outline" }).Or(who.Page.GetByRole(AriaRole.Link, new() { Name = "Start learning" }))).ToBeVisibleAsync();
    }

    public static async Task Leaves(this Person who, string courseId)
    {
        await who.Open($"/courses/{courseId}");
        await who.Page.Locator("summary", new() { HasText = "Leave this course" }).ClickAsync();
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Leave", Exact = true }).ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Heading, new() { Name = "My courses", Level = 1 })).ToBeVisibleAsync();
    }

    public static async Task ComesBack(this Person who, string courseId)
    {
        await who.Open($"/courses/{courseId}");
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Come back" }).ClickAsync();
        await Expect(Outline(who)).ToBeVisibleAsync();
    }

    public static async Task OpensLesson(this Person who, string title)
    {
        await Outline(who).GetByRole(AriaRole.Link, new() { NameRegex = new(title) }).ClickAsync();
        await who.Sees(title);
    }

    public static Task Sees(this Person who, string lesson) => Expect(who.Page.GetByRole(AriaRole.Heading, new() { Name = lesson, Level = 1 })).ToBeVisibleAsync();

    public static async Task CompletesAndGoesOnTo(this Person who, string next)
    {
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Complete and go on" }).ClickAsync();
        await who.Sees(next);
    }

    public static async Task MarksComplete(this Person who, string lesson)
    {
        await who.OpensLesson(lesson);
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Mark complete" }).ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Button, new() { Name = "Completed" })).ToBeVisibleAsync();
    }

    /// <summary>What the page says of the whole course: the bar, the number in words, and the done marks of the outline.</summary>
    public static async Task HasProgress(this Person who, int percent, int done, int lessons)
    {
        await Expect(who.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Progress in this course" })).ToHaveAttributeAsync("aria-valuenow", $"{percent}");
        await Expect(who.Page.GetByText($"{done} of {lessons}", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(Outline(who).Locator(".hub-les.done")).ToHaveCountAsync(done);
    }

    /// <summary>What the server has of a lesson, asked with the page's own cookie.</summary>
    public static async Task<(int Percent, long PositionMs, (long From, long To)[] Watched)> Watched(this Person who, string courseId, string lessonId)
    {
        var answer = await who.Context.APIRequest.GetAsync($"/api/v1/courses/{courseId}/enrolment");
        answer.Status.ShouldBe(200, await answer.TextAsync());
        var lesson = (await answer.JsonAsync())!.Value.GetProperty("lessons").EnumerateArray().Single(l => l.GetProperty("lessonId").GetString() == lessonId);
        return (lesson.GetProperty("percent").GetInt32(), lesson.GetProperty("positionMs").GetInt64(),
            [.. lesson.GetProperty("watched").EnumerateArray().Select(i => (i.GetProperty("fromMs").GetInt64(), i.GetProperty("toMs").GetInt64()))]);
    }

    /// <summary>What an open page says once its course is closed to the one who has it open.</summary>
    public static Task SeesItClosed(this Person who) => Expect(who.Page.GetByText("This course is closed to you now.")).ToBeVisibleAsync();

    private static ILocator Outline(Person who) => who.Page.GetByRole(AriaRole.Navigation, new() { Name = "Course outline" });
}
