using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Look;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>What an admin does in a day, and that the audit trail has all of it.</summary>
public sealed class AdminTests(BrowserHub hub) : IClassFixture<BrowserHub>
{
    [ChromiumFact]
    public Task An_admin_sets_approves_acts_on_behalf_and_looks_at_the_cluster_and_finds_it_all_in_the_audit_trail() => hub.Play("admin", async cast =>
    {
        var inspection = new Inspection();
        var (ada, ines, teacher) = await cast.OpenTheAcademy();
        var (course, section, _) = await teacher.TeachCourse("Conversation");
        await teacher.Delete($"/api/v1/courses/{course}/publication").Expect(200);

        await ada.Open("/admin/settings");
        await ada.Expecting(["422 (Unprocessable"], async () =>
        {
            await ada.Page.GetByLabel("Slow mode").FillAsync("301");
            await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
            await Expect(ada.Page.GetByText("This is a whole number from 0 to 300.")).ToBeVisibleAsync();
        });
        await ada.Page.GetByLabel("Slow mode").FillAsync("5");
        await ada.Page.GetByLabel("Courses are approved before").CheckAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Save settings" }).ClickAsync();
        await Expect(ada.Page.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Version 1", Exact = true })).ToBeVisibleAsync();

        await ines.Open($"/teach/courses/{course}");
        await ines.Page.GetByRole(AriaRole.Button, new() { Name = "Submit for approval" }).ClickAsync();
        await Expect(ines.Page.GetByText("Waits for approval")).ToBeVisibleAsync();
        await ada.Open("/admin/approvals");
        var row = ada.Page.GetByRole(AriaRole.Link, new() { Name = "Conversation", Exact = true });
        await ada.ReloadUntilSeen(row);
        await row.ClickAsync();
        await inspection.OfShown(ada, "admin-approval");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Approve as it stands" }).ClickAsync();
        await Expect(ada.Page.GetByText("Approved.", new() { Exact = true })).ToBeVisibleAsync();
        await ines.Open($"/teach/courses/{course}");
        await ines.Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Expect(ines.Page.GetByText("Published", new() { Exact = true })).ToBeVisibleAsync();

        await ada.Open($"/admin/users/{teacher.UserId}");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm it for them" }).ClickAsync();
        await Expect(ada.Page.GetByText("Their address counts as confirmed.")).ToBeVisibleAsync();
        await ada.Page.Locator("summary", new() { HasText = "Act as Ines Okafor" }).ClickAsync();
        await ada.Page.GetByLabel("Why").FillAsync("She cannot find her course");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Act as Ines Okafor" }).ClickAsync();
        await Expect(ada.Page.GetByText("You act as")).ToBeVisibleAsync();
        await ada.Open($"/teach/courses/{course}");
        await Expect(ada.Page.GetByText("You act as")).ToBeVisibleAsync();
        await inspection.OfShown(ada, "on-behalf");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();
        await Expect(ada.Page.GetByText("She cannot find her course")).ToBeVisibleAsync();

        await ada.Open("/admin/settings/versions/0");
        await ada.Page.Locator("summary", new() { HasText = "Back to the defaults" }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Set them back" }).ClickAsync();
        await Expect(ada.Page.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await inspection.OfShown(ada, "admin-settings-saved");

        await ada.Open("/admin/cluster");
        await Expect(ada.Page.GetByText("Grains by load")).ToBeVisibleAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Stuck" }).ClickAsync();
        await Expect(ada.Page.GetByText("Nothing is stuck")).ToBeVisibleAsync();
        await ada.Open("/admin/workflows");
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Publishing" }).First.ClickAsync();
        await Expect(ada.Page.GetByText("Show it in the catalogue")).ToBeVisibleAsync();
        await inspection.OfShown(ada, "admin-workflow");

        // Every act of this day, by its name in the trail.
        foreach (var (action, act) in new[]
        {
            ("user.roles_set", "Roles set"), ("settings.changed", "Changed"), ("course.approved", "Approved"), ("user.email_vouched", "Email vouched"),
            ("user.impersonation_started", "Impersonation started"), ("user.impersonation_ended", "Impersonation ended"),
        })
        {
            await ada.Open("/admin/audit?action=" + action);
            await ada.ReloadUntilSeen(ada.Page.GetByRole(AriaRole.Main).GetByText(act).First);
        }
        await Expect(ada.Page.GetByRole(AriaRole.Main).GetByText("by Ada Admin").First).ToBeVisibleAsync();
        inspection.Findings.ShouldBeEmpty();
        section.ShouldNotBeEmpty();
    });
}
