using System.Text.RegularExpressions;
using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The bell and what is behind it.</summary>
internal static class Inbox
{
    /// <summary>New students are one thing that is unread, in both tabs; read in one, it is read in the other without anybody touching that.</summary>
    public static async Task ReadsInOneTabWhatIsNewInTwo(this Person who, int students)
    {
        // Until all of them are told: the page is what it was when it was asked for.
        await who.Open("/notifications");
        await who.ReloadUntilSeen(who.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"and {students - 1} others enrolled ?, unread") }));
        await who.Open("/");
        await Expect(Bell(who.Page, "1")).ToBeVisibleAsync();
        var other = await who.Context.NewPageAsync();
        await other.GotoAsync("/notifications");
        await Expect(Bell(other, "1")).ToBeVisibleAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Mark all read" }).ClickAsync();
        await Expect(Bell(other, "none")).ToBeVisibleAsync();
        await Expect(Bell(who.Page, "none")).ToBeVisibleAsync();
        await other.CloseAsync();
    }

    private static ILocator Bell(IPage page, string unread) => page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = $"Notifications, {unread} unread" });
}
