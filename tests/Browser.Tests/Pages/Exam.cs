using System.Text.RegularExpressions;
using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The quiz of <see cref="LearningHub.Web.Tests.Quizzes.QuizWorld"/>, from its lesson to what became of it.</summary>
internal static class Exam
{
    public static async Task BeginsTheQuiz(this Person who, string button, string quiz, int attempt)
    {
        await who.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Expect(who.Page).ToHaveURLAsync(new Regex($"/quizzes/{quiz}/attempts/{attempt}$"));
        // The script has arranged the page: one question is shown, and what is typed is noticed.
        await Expect(who.Page.GetByRole(AriaRole.Button, new() { Name = "Next question" })).ToBeVisibleAsync();
    }

    public static async Task Answers(this Person who, string city, string number, string colour)
    {
        await who.Page.GetByLabel(city).CheckAsync();
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Next question" }).ClickAsync();
        await who.Page.Locator("[name=q2]").FillAsync(number);
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Next question" }).ClickAsync();
        await who.Page.Locator("#q3 input.hub-qgap").FillAsync(colour);
        await Expect(who.Page.GetByText("3 answered, 0 flagged, 0 open")).ToBeVisibleAsync();
    }

    /// <summary>What is not saved yet goes first: nothing has to be waited for.</summary>
    public static async Task HandsIn(this Person who, string points, string verdict)
    {
        await who.Page.GetByText("Hand in attempt").ClickAsync();
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Hand in", Exact = true }).ClickAsync();
        await Expect(who.Page).ToHaveURLAsync(new Regex("/review$"));
        await Expect(who.Page.GetByText($"{points} points")).ToBeVisibleAsync();
        await Expect(who.Page.GetByRole(AriaRole.Main).GetByText(verdict, new() { Exact = true })).ToBeVisibleAsync();
    }
}
