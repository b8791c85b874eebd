using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The course builder, as an instructor uses it.</summary>
internal sealed class Builder(Person who)
{
    private IPage Page => who.Page;
    public string CourseId { get; private set; } = "";

    public async Task StartCourse(string title)
    {
        await who.Open("/teach");
        await Page.GetByRole(AriaRole.Link, new() { Name = "New course" }).ClickAsync();
        await Page.GetByLabel("Title").FillAsync(title);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make the draft" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();
        CourseId = new Uri(Page.Url).Segments[^1];
    }

    public async Task Describe(string subtitle, string description)
    {
        await Tab("Details");
        await Page.GetByLabel("Subtitle").FillAsync(subtitle);
        await Page.GetByLabel("Description").FillAsync(description);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save details" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status).GetByText("Saved.")).ToBeVisibleAsync();
        await Tab("Outline");
    }

    public Task Tab(string name) => Page.GetByRole(AriaRole.Navigation, new() { Name = "Course" }).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();

    public async Task AddSection(string title)
    {
        await Page.GetByLabel("Title of a new section").FillAsync(title);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add section" }).ClickAsync();
        await Expect(Grip(title)).ToBeVisibleAsync();
    }

    public async Task AddLesson(string section, string title, string kind)
    {
        var form = Page.Locator("form.hub-addrow").Filter(new() { Has = Page.GetByLabel($"Title of a new lesson in {section}") });
        await form.GetByRole(AriaRole.Textbox).FillAsync(title);
        await form.GetByRole(AriaRole.Button, new() { Name = $"Add {kind}" }).ClickAsync();
        await Expect(Grip(title)).ToBeVisibleAsync();
    }

    public async Task Select(string title)
    {
        await Row(title).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Complementary, new() { Name = "Selected" }).GetByLabel("Title")).ToHaveValueAsync(title);
    }

    public async Task Write(string lesson, string markdown)
    {
        await Select(lesson);
        await Page.GetByLabel("Text", new() { Exact = true }).FillAsync(markdown);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save lesson" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status).GetByText("Saved.")).ToBeVisibleAsync();
    }

    /// <summary>A file of captions for the selected video, in the language of the course.</summary>
    public async Task AddsCaptions(string file)
    {
        var card = Page.GetByRole(AriaRole.Region, new() { Name = "Captions" });
        await card.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(file);
        await card.GetByRole(AriaRole.Button, new() { Name = "Upload captions" }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "English" })).ToBeVisibleAsync();
    }

    /// <summary>Space lifts, arrows move, Space drops.</summary>
    public async Task MoveByKeyboard(string title, string arrow, int steps)
    {
        await Grip(title).FocusAsync();
        await Saved(async () =>
        {
            await Page.Keyboard.PressAsync("Space");
            for (var i = 0; i < steps; i++) await Page.Keyboard.PressAsync(arrow);
            await Page.Keyboard.PressAsync("Space");
        });
    }

    public async Task DragAbove(string title, string other)
    {
        var from = (await Grip(title).BoundingBoxAsync())!;
        var to = (await Row(other).BoundingBoxAsync())!;
        await Saved(async () =>
        {
            await Page.Mouse.MoveAsync(from.X + from.Width / 2, from.Y + from.Height / 2);
            await Page.Mouse.DownAsync();
            await Page.Mouse.MoveAsync(from.X + from.Width / 2, to.Y + 2, new() { Steps = 8 });
            await Page.Mouse.UpAsync();
        });
    }

    /// <summary>The outline as the page shows it, after a reload: what the server has.</summary>
    public async Task<string[]> Outline()
    {
        await Page.ReloadAsync();
        await Expect(Page.Locator(".hub-node .grip").First).ToBeVisibleAsync();
        return [.. (await Page.Locator(".hub-node > a").AllInnerTextsAsync()).Select(text => text.Trim())];
    }

    /// <summary>From the builder through the course page to the lessons, as a student will see them.</summary>
    public async Task Preview()
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = "Preview", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("This is a draft.")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Preview as a student" }).ClickAsync();
        await Expect(Page.GetByText("This is what students see.")).ToBeVisibleAsync();
    }

    public async Task Open()
    {
        await who.Open($"/teach/courses/{CourseId}");
        await Expect(Page.Locator(".hub-node .grip").First).ToBeVisibleAsync();
    }

    public async Task Publish()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Expect(Page.Locator(".hub-tag", new() { HasText = "Published" })).ToBeVisibleAsync();
    }

    private ILocator Row(string title) => Page.Locator(".hub-node").Filter(new() { Has = Page.GetByRole(AriaRole.Link, new() { NameRegex = new($" {title}$") }) });
    private ILocator Grip(string title) => Page.GetByRole(AriaRole.Button, new() { Name = $"Move {title}", Exact = true });

    private Task Saved(Func<Task> act) => Page.RunAndWaitForResponseAsync(act, r => r.Url.EndsWith("/outline/move", StringComparison.Ordinal) && r.Ok);
}
