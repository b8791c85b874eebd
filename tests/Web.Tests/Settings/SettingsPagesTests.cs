using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Settings;

[Collection("live")]
public sealed class SettingsPagesTests(LiveHost host)
{
    private static StringContent Nothing => new("");

    [Fact]
    public async Task An_admin_changes_settings_by_api_sees_the_difference_and_goes_back()
    {
        // Another tenant than the other tests': its settings are nobody else's.
        using var admin = (await host.Person("Ada", Roles.Admin, "other")).Http();
        var now = (await admin.GetFromJsonAsync<JsonNode>("/api/v1/admin/settings"))!;
        var version = now["version"]!.GetValue<int>();
        now["settings"]!.AsArray().ShouldContain(s => s!["name"]!.GetValue<string>() == "chat.slow_mode" && s["max"]!.GetValue<int>() == 300 && s["room"]!.GetValue<string>() == "Chat");

        async Task<HttpResponseMessage> Save(int seen, string name, string value) => await admin.PutAsJsonAsync("/api/v1/admin/settings", new { version = seen, values = new Dictionary<string, string> { [name] = value } });
        var saved = await Save(version, "chat.slow_mode", "30");
        saved.StatusCode.ShouldBe(HttpStatusCode.OK, await saved.Content.ReadAsStringAsync());
        var stale = await Save(version, "chat.slow_mode", "40");
        stale.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await stale.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>().ShouldBe("settings.changed_meanwhile");
        var wrong = await Save(version + 1, "chat.slow_mode", "301");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadFromJsonAsync<JsonNode>())!["field"]!.GetValue<string>().ShouldBe("chat.slow_mode");

        var changes = (await admin.GetFromJsonAsync<JsonNode>($"/api/v1/admin/settings/versions/{version + 1}/changes"))!.AsArray();
        changes.ShouldHaveSingleItem()!["after"]!.GetValue<string>().ShouldBe("30");
        (await admin.PostAsJsonAsync($"/api/v1/admin/settings/versions/{version}/restore", new { version = version + 1 })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.GetFromJsonAsync<JsonNode>("/api/v1/admin/settings/versions?limit=1"))![0]!["rolledBackTo"]!.GetValue<int>().ShouldBe(version);
        foreach (var path in (string[])["/api/v1/admin/settings/versions/99/changes", "/admin/settings/versions/99", "/admin/settings/versions/-1", "/admin/settings/versions/99999999999"])
            (await admin.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Fact]
    public async Task The_page_says_at_the_field_what_is_wrong_and_keeps_what_was_typed()
    {
        using var admin = (await host.Person("Ada", Roles.Admin, "other")).Http();
        var version = (await admin.GetFromJsonAsync<JsonNode>("/api/v1/admin/settings"))!["version"]!.GetValue<int>();
        using var refused = await admin.PostAsync("/admin/settings", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["version"] = $"{version}", ["users.registration"] = "on", ["users.session_hours"] = "200", ["users.remember_days"] = "30", ["chat.message_length"] = "1234", ["chat.slow_mode"] = "0",
            ["orders.pay_minutes"] = "30", ["orders.refund_days"] = "0", ["live_classes.attendee_limit"] = "0",
        }));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.Content.ReadAsStringAsync();
        page.ShouldContain("This is a whole number from 1 to 72.");
        page.ShouldContain("value=\"1234\"");
        page.ShouldContain("value=\"200\"");
        (await admin.GetFromJsonAsync<JsonNode>("/api/v1/admin/settings"))!["version"]!.GetValue<int>().ShouldBe(version);
    }

    [Fact]
    public async Task Closed_registration_is_told_on_its_page_and_refused_by_api_and_other_academies_stay_open()
    {
        using var admin = (await host.Person("Ada", Roles.Admin, "other")).Http();
        async Task Set(string value)
        {
            var version = (await admin.GetFromJsonAsync<JsonNode>("/api/v1/admin/settings"))!["version"]!.GetValue<int>();
            (await admin.PutAsJsonAsync("/api/v1/admin/settings", new { version, values = new Dictionary<string, string> { ["users.registration"] = value } })).EnsureSuccessStatusCode();
        }
        using var visitor = new HttpClient { BaseAddress = host.Address };
        visitor.DefaultRequestHeaders.Host = LiveHost.OtherHost;
        await Set("off");
        try
        {
            (await visitor.GetStringAsync("/register")).ShouldSatisfyAllConditions(p => p.ShouldContain("Registration is closed."), p => p.ShouldNotContain("name=\"password\""));
            var refused = await visitor.PostAsJsonAsync("/api/v1/users", new { name = "Sam", email = "sam-closed@example.test", password = "correct-horse-battery-9" });
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            visitor.DefaultRequestHeaders.Host = null;
            (await visitor.GetStringAsync("/register")).ShouldContain("name=\"password\"");
        }
        finally
        {
            await Set("on");
        }
    }

    [Fact]
    public async Task The_limit_of_a_class_is_told_where_it_is_scheduled()
    {
        using var admin = (await host.Person("Ada", Roles.Admin, "other")).Http();
        var prof = await host.Person("Pia Prof", Roles.Instructor, "other");
        var course = await host.Course(prof);
        using var teacher = prof.Http();
        async Task<HttpResponseMessage> Set(string value)
        {
            var version = (await admin.GetFromJsonAsync<JsonNode>("/api/v1/admin/settings"))!["version"]!.GetValue<int>();
            return await admin.PutAsJsonAsync("/api/v1/admin/settings", new { version, values = new Dictionary<string, string> { ["live_classes.attendee_limit"] = value } });
        }
        foreach (var wrong in (string[])["1001", "-1", "many"]) (await Set(wrong)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Set("25")).EnsureSuccessStatusCode();
        try
        {
            (await admin.GetStringAsync("/admin/settings")).ShouldSatisfyAllConditions(p => p.ShouldContain("A class has room for (people)"), p => p.ShouldContain("value=\"25\""));
            (await teacher.GetStringAsync($"/teach/courses/{course}/live")).ShouldContain("Empty: 25, as your academy has set.");
        }
        finally
        {
            await Set("0");
        }
        (await teacher.GetStringAsync($"/teach/courses/{course}/live")).ShouldContain("Empty: no limit.");
    }

    [Theory, InlineData(Roles.Student), InlineData(Roles.Instructor)]
    public async Task Others_than_admins_are_refused_at_every_door(string role)
    {
        using var person = (await host.Person("Sam", role)).Http();
        foreach (var path in (string[])["/api/v1/admin/settings", "/api/v1/admin/settings/versions", "/admin/settings", "/admin/settings/versions/0"])
            (await person.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        (await person.PostAsync("/admin/settings", Nothing)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await person.PostAsync("/admin/settings/versions/0/restore", Nothing)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
