using System.Text.RegularExpressions;
using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Look;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Quizzes;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>An exam on a laptop and a phone at once, over a cut line and a session that ends; failed first, then passed.</summary>
public sealed class ExamTests(BrowserHub hub) : IClassFixture<BrowserHub>
{
    [ChromiumFact]
    public Task A_student_sits_a_quiz_on_two_devices_and_keeps_every_answer() => hub.Play("exam", async cast =>
    {
        var ada = await cast.Enter("Ada Admin");
        await ada.SetUpTheAcademy("Night School");
        var ines = await cast.Enter("Ines Okafor");
        await ines.Register();
        await ada.MakesAnInstructorOf(ines);
        using var teacher = new HubClient(hub.Address);
        await teacher.SignIn(ines.Email);
        var world = await QuizWorld.Of(teacher);
        var paper = $"/quizzes/{world.Quiz}/attempts/1";

        var mei = await cast.Enter("Mei Castellano", scriptsFromTests: true);
        await mei.Register();
        await mei.Open($"/courses/{world.Course}");
        await mei.Enrols();
        await mei.Open($"/learn/{world.Course}/{world.Lesson}");
        await mei.Page.GetByRole(AriaRole.Button, new() { Name = "Begin", Exact = true }).ClickAsync();
        await Expect(mei.Page).ToHaveURLAsync(new Regex(Regex.Escape(paper)));

        // One question at a time, by keyboard; saved in the pause.
        await mei.Page.GetByLabel("Lyon").CheckAsync();
        await mei.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(mei.Page.GetByText("Six times seven?")).ToBeVisibleAsync();
        await mei.Page.Locator("[name=q2]").FillAsync("41");
        await Saved(mei);

        // The phone reads what the laptop saved, and is told what it saves next.
        var phone = await cast.Enter("Mei Castellano", "phone");
        await phone.SignIn(mei.Email, Person.Password);
        await phone.Open($"{paper}#q2");
        await Expect(phone.Page.Locator("[name=q2]")).ToHaveValueAsync("41");
        await mei.Page.Locator("[name=q2]").FillAsync("42");
        await Expect(phone.Page.Locator("[name=q2]")).ToHaveValueAsync("42");

        // Cut off, it goes on; when the line is back the answer is there.
        await mei.Expecting(["net::ERR_", "WebSocket"], async () =>
        {
            mei.Cable.Cut();
            await mei.Page.Locator("[data-goto='3']").ClickAsync();
            await mei.Page.Locator("#q3 input.hub-qgap").FillAsync("blue");
            await Expect(mei.Page.GetByText("One answer waits on this device")).ToBeVisibleAsync();
            mei.Cable.Mend();
            await Saved(mei);
        });

        // The session ends elsewhere: sign in where you are, with what was typed still there.
        await mei.Expecting(["401 (Unauthorized)", "net::ERR_", "WebSocket"], async () =>
        {
            await mei.Context.ClearCookiesAsync();
            await mei.Page.Locator("#q3 input.hub-qgap").FillAsync("Blue");
            await Expect(mei.Page.GetByText("You were signed out", new() { Exact = true })).ToBeVisibleAsync();
            await mei.Page.GetByLabel("E-mail").FillAsync(mei.Email);
            await mei.Page.GetByLabel("Password").FillAsync(Person.Password);
            await mei.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await Saved(mei);
            await Expect(mei.Page.Locator("#q3 input.hub-qgap")).ToHaveValueAsync("Blue");
        });

        var inspection = new Inspection();
        await inspection.Of(mei, "attempt", paper);
        await mei.Open(paper);
        await mei.Page.GetByText("Hand in attempt").ClickAsync();
        await mei.Page.GetByRole(AriaRole.Button, new() { Name = "Hand in", Exact = true }).ClickAsync();
        await Expect(mei.Page).ToHaveURLAsync(new Regex("/review$"));
        await Expect(mei.Page.GetByText("4 of 6 points")).ToBeVisibleAsync();
        await Expect(phone.Page).ToHaveURLAsync(new Regex("/review$"));
        await inspection.Of(mei, "attempt-review", paper + "/review");
        inspection.Findings.ShouldBeEmpty();

        await mei.Open($"/learn/{world.Course}/{world.Lesson}");
        await mei.ReloadUntilSeen(mei.Page.GetByText("Completed"));
    });

    private static Task Saved(Person person) => Expect(person.Page.Locator("[data-quiz-saved]")).ToContainTextAsync(new Regex("^\\s*Saved"));
}
