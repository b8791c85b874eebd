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
        await who.Page.GetByRole(AriaRole.Region, new() { Name = "Results" }).GetByRole(AriaRole.Link, new() { Name = title }).First.ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();
    }

    public static async Task Enrols(this Person who)
    {
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Enrol now" }).ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Navigation, new() { Name = "Course outline" }).Or(who.Page.GetByRole(AriaRole.Link, new() { Name = "Start learning" }))).ToBeVisibleAsync();
    }

    public static async Task OpensLesson(this Person who, string title)
    {
        await who.Page.GetByRole(AriaRole.Navigation, new() { Name = "Course outline" }).GetByRole(AriaRole.Link, new() { NameRegex = new(title) }).ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();
    }
}
