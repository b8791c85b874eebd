using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The room of a course, as one person has it open.</summary>
internal sealed class Chat(Person who)
{
    private ILocator Room => who.Page.Locator("hub-chat");
    private ILocator Box => Room.GetByLabel("Message", new() { Exact = true });

    public async Task Enter(string courseId, string lessonId)
    {
        await who.Open($"/learn/{courseId}/{lessonId}");
        await who.Page.GetByRole(AriaRole.Tab, new() { NameRegex = new("^Chat") }).ClickAsync();
        await Expect(Box).ToBeVisibleAsync();
    }

    public Task IsOpen() => Expect(Box).ToBeVisibleAsync();

    /// <summary>What the tab says while the lesson is read.</summary>
    public Task ShowsUnread(int messages) => Expect(Tab).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(messages == 0 ? @"^\s*Chat\s*$" : $@"^\s*Chat\s*{messages}\s*$"));

    public Task Choose() => Tab.ClickAsync();

    private ILocator Tab => who.Page.GetByRole(AriaRole.Tab, new() { NameRegex = new("^Chat") });

    public async Task Send(string text)
    {
        await Box.FillAsync(text);
        await Box.PressAsync("Enter");
        await Expect(Line(text)).ToBeVisibleAsync();
    }

    public Task Types(string text) => Box.PressSequentiallyAsync(text);
    public Task Shows(string text) => Expect(Line(text)).ToBeVisibleAsync();
    public Task Hides(string text) => Expect(Line(text)).ToHaveCountAsync(0);
    public Task ShowsWriting(string name) => Expect(Room.GetByText($"{name} is writing…")).ToBeVisibleAsync();
    /// <summary>By the push that follows a change; not first by the one that comes every 20 s in case a push was lost.</summary>
    public Task ShowsHere(int people) => Expect(Room.GetByText($"{people} here now")).ToBeVisibleAsync(new() { Timeout = 15_000 });
    public Task ShowsThatItIsCut() => Expect(Room.GetByText("No live connection")).ToBeVisibleAsync();

    public async Task Edit(string from, string to)
    {
        await Line(from).HoverAsync();
        await Line(from).GetByRole(AriaRole.Button, new() { Name = "Edit message" }).ClickAsync();
        await Room.GetByLabel("Edit message").And(Room.Locator("textarea")).FillAsync(to);
        await Room.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
    }

    public async Task Delete(string text)
    {
        await Line(text).HoverAsync();
        await Line(text).GetByRole(AriaRole.Button, new() { Name = "Delete message" }).ClickAsync();
        await Room.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(Room.GetByText("Message deleted")).ToBeVisibleAsync();
    }

    private ILocator Line(string text) => Room.Locator(".hub-msg", new() { HasText = text });
}
