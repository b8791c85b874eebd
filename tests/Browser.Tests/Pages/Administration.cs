using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

internal static class Administration
{
    public static async Task MakesAnInstructorOf(this Person admin, Person who)
    {
        await admin.OpensTheAccountOf(who);
        await admin.Page.GetByLabel("Instructor:").CheckAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save roles" }).ClickAsync();
        await Expect(admin.Page.GetByText("The roles are saved.")).ToBeVisibleAsync();
    }

    public static async Task Suspends(this Person admin, Person who, string reason)
    {
        await admin.OpensTheAccountOf(who);
        await admin.Page.Locator("summary", new() { HasText = "Suspend" }).ClickAsync();
        await admin.Page.GetByLabel("Reason").FillAsync(reason);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = $"Suspend {who.Name}" }).ClickAsync();
        await Expect(admin.Page.GetByText("Suspended. All sessions have ended.")).ToBeVisibleAsync();
    }

    public static async Task RemovesFromTheRoster(this Person instructor, Person who)
    {
        var row = instructor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = who.Name });
        await instructor.ReloadUntilSeen(row);
        await row.Locator("summary", new() { HasText = "Remove" }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Let back in" })).ToBeVisibleAsync();
    }

    /// <summary>The row of a student in the roster of a course, with these figures.</summary>
    public static async Task SeesInTheRoster(this Person instructor, Person who, int percent, int done, int lessons)
    {
        var row = instructor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = who.Name }).Filter(new() { HasText = $"{percent}\u00a0%" }).Filter(new() { HasText = $"{done} of {lessons}" });
        await instructor.ReloadUntilSeen(row);
        await Expect(row.GetByText(who.Email)).ToBeVisibleAsync();
    }

    private static async Task OpensTheAccountOf(this Person admin, Person who)
    {
        await admin.Open("/admin/users?q=" + Uri.EscapeDataString(who.Email));
        var link = admin.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = who.Name });
        await admin.ReloadUntilSeen(link);
        await link.ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = who.Name })).ToBeVisibleAsync();
    }
}
