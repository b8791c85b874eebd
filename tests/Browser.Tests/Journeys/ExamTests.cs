using System.Text.RegularExpressions;
using LearningHub.Bench.Common;
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
        var (_, _, teacher) = await cast.OpenTheAcademy();
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

        await KeepsEveryWord(mei, teacher);
    });

    /// <summary>What is pasted along, what is too long, a check over a cut line, and an answer changed back while nobody knows what became of the change.</summary>
    private static async Task KeepsEveryWord(Person mei, HubClient teacher)
    {
        var world = await QuizWorld.Of(teacher);
        await world.AllowChecks(tries: 2);
        await mei.Open($"/courses/{world.Course}");
        await mei.Enrols();
        await mei.Open($"/learn/{world.Course}/{world.Lesson}");
        await mei.BeginsTheQuiz("Begin", world.Quiz, 1);
        var (number, gap) = (mei.Page.Locator("[name=q2]"), mei.Page.Locator("#q3 input.hub-qgap"));
        var check = mei.Page.Locator("#q2").GetByRole(AriaRole.Button, new() { Name = "Check this answer" });

        // Slides and PDFs hold characters that nobody sees: neither this answer nor the next one waits because of them.
        await Paste(gap, "light\u000bblue\u0002");
        await mei.Page.Locator("[data-goto='2']").ClickAsync();
        await number.FillAsync("6");
        await Saved(mei);
        await mei.Page.ReloadAsync();
        (await gap.InputValueAsync()).ShouldBe("light blue ");
        (await number.InputValueAsync()).ShouldBe("6");

        // One answer that cannot be taken is named, and keeps no other back.
        await mei.Expecting(["422 (Unprocessable"], async () =>
        {
            await Paste(gap, new string('x', 2_001));
            await number.FillAsync("7");
            await Expect(mei.Page.Locator("[data-quiz-note]")).ToContainTextAsync("Question 3 is not saved. The answer to question 3 is too long");
            await Expect(mei.Page.Locator("[data-quiz-saved]")).ToContainTextAsync("Not all is saved");
            await Wait.Until("the answer that can be taken is stored", TimeSpan.FromMilliseconds(Cast.Patience), () => Stored(mei, world, 2), stored => stored == "7");

            // The same of what a page that died had not sent: what can be taken is, the rest is on the screen again.
            await Paste(gap, "blue");
            await Saved(mei);
            await mei.Page.EvaluateAsync(LeaveBehind);
            await mei.Page.ReloadAsync();
            await Expect(number).ToHaveValueAsync("8");
            await Expect(mei.Page.Locator("[data-quiz-note]")).ToContainTextAsync("Question 3 is not saved.");
            (await gap.InputValueAsync()).Length.ShouldBe(2_001);
            await Paste(gap, "blue");
            await Saved(mei);
            await Expect(mei.Page.Locator("[data-quiz-note]")).ToBeEmptyAsync();
        });

        // A check that does not get through costs no try, and saving goes on.
        await mei.Expecting(["net::ERR_", "WebSocket"], async () =>
        {
            mei.Cable.Cut();
            await number.FillAsync("41");
            await check.ClickAsync();
            await Expect(mei.Page.GetByText("Question 2 was not checked.")).ToBeVisibleAsync();
            await number.FillAsync("40");
            mei.Cable.Mend();
            await Saved(mei);
            (await Stored(mei, world, 2)).ShouldBe("40");
        });

        // Asked in the middle of typing: what stands on the screen is checked, and nobody else is said to have answered.
        await number.FillAsync("42");
        await check.ClickAsync();
        await Expect(mei.Page.Locator("#q2 .hub-note.ok")).ToBeVisibleAsync();
        await Expect(mei.Page.Locator("#q2")).ToContainTextAsync(new Regex("1\\stry left"));
        await Expect(number).ToHaveValueAsync("42");
        await Expect(mei.Page.Locator("[data-conflict]:not(:empty)")).ToHaveCountAsync(0);

        // The change is stored and its receipt lost. Changed back, the answer on the screen is the one that is marked. (No try was made with it: the best one would count anyway.)
        await mei.Page.Locator("[data-goto='3']").ClickAsync();
        await mei.Expecting(["net::ERR_"], async () =>
        {
            var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await mei.Page.RouteAsync("**/answers", async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync();
                lost.TrySetResult();
            }, new() { Times = 1 });
            await gap.FillAsync("green");
            await lost.Task.WaitAsync(TimeSpan.FromMilliseconds(Cast.Patience));
            await gap.FillAsync("blue");
            await mei.HandsIn("4 of 6", "Passed");
        });
    }

    private const string LeaveBehind = """
        () => {
          const quiz = document.querySelector('hub-quiz'), id = document.querySelector('#q3 input.hub-qgap').name.slice(3);
          const change = (place, answer) => ({ place, response: { choices: [], text: '', pairs: [], order: [], gaps: [], ...answer }, baseRevision: 1000, flagged: null, settled: false });
          const changes = [change(3, { gaps: [{ id, value: 'x'.repeat(2001) }] }), change(2, { text: '8' })];
          localStorage.setItem(`hub-quiz:${['me', 'quiz', 'number', 'started'].map(n => quiz.getAttribute(n)).join(':')}:gone`, JSON.stringify({ device: 'gone', sequence: 1, changes }));
        }
        """;

    private static Task Paste(ILocator field, string text) =>
        field.EvaluateAsync("(field, text) => { field.value = text; field.dispatchEvent(new InputEvent('input', { bubbles: true })); }", text);

    /// <summary>An answer as the server has it.</summary>
    private static async Task<string> Stored(Person who, QuizWorld world, int place) => await who.Page.EvaluateAsync<string>(
        "async ([paper, place]) => (await (await fetch(paper)).json()).questions[place - 1].answer.response.text", new object[] { $"{world.Attempts}/1", place });

    private static Task Saved(Person person) => Expect(person.Page.Locator("[data-quiz-saved]")).ToContainTextAsync(new Regex("^\\s*Saved"));
}
