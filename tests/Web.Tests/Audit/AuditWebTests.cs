using System.Text.Json.Nodes;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Audit;

[Collection("live")]
public sealed class AuditWebTests(LiveHost host)
{
    [Fact]
    public async Task An_act_of_an_admin_is_in_the_trail_with_its_session_and_the_trail_can_be_checked_and_taken_away()
    {
        using var admin = (await host.Person("Ada Trail", Roles.Admin)).Http();
        (await admin.PostAsync("/api/v1/admin/projections/outbox/stop", null)).EnsureSuccessStatusCode();
        (await admin.PostAsync("/api/v1/admin/projections/outbox/start", null)).EnsureSuccessStatusCode();
        JsonArray entries = [];
        await Wait.Until(async () =>
        {
            entries = JsonNode.Parse(await admin.GetStringAsync("/api/v1/admin/audit?action=operator."))!["items"]!.AsArray();
            return entries.Count >= 2;
        });
        var last = entries[0]!;
        last["actorName"]!.GetValue<string>().ShouldBe("Ada Trail");
        last["sessionId"].ShouldNotBeNull();
        var seq = last["seq"]!.GetValue<long>();
        var detail = JsonNode.Parse(await admin.GetStringAsync($"/api/v1/admin/audit/{seq}"))!;
        detail["before"]!["content"]!.GetValue<string>().ShouldContain("stop");
        JsonNode.Parse(await admin.GetStringAsync("/api/v1/admin/audit/verification"))!["broken"].ShouldBeNull();

        (await admin.GetStringAsync("/admin/audit?action=operator.")).ShouldContain("Projection steered");
        var page = await admin.GetStringAsync($"/admin/audit/{seq}");
        page.ShouldContain("<del>stop</del>");
        page.ShouldContain("<ins>start</ins>");
        (await admin.GetStringAsync("/admin/audit/1")).ShouldContain("Entry");
        (await admin.GetStringAsync("/admin/audit/check")).ShouldContain("entries hold.");
        var lines = (await admin.GetStringAsync("/api/v1/admin/audit/export?action=operator.")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThanOrEqualTo(2);
        JsonNode.Parse(lines[0])!["hash"]!.GetValue<string>().ShouldBe(last["hash"]!.GetValue<string>());
        lines[0].ShouldContain($"\"content\":{last["content"]!.GetValue<string>()}}}");
    }

    [Fact]
    public async Task Nobody_else_sees_it_and_a_bad_filter_says_so()
    {
        using var student = (await host.Person("Sam")).Http();
        using var admin = (await host.Person("Ada", Roles.Admin)).Http();
        foreach (var path in (string[])["/admin/audit", "/admin/audit/1", "/admin/audit/check", "/admin/audit/export", "/api/v1/admin/audit", "/api/v1/admin/audit/1", "/api/v1/admin/audit/verification", "/api/v1/admin/audit/export"])
            (await student.GetAsync(path)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden, path);
        (await admin.GetAsync("/admin/audit?cursor=nonsense")).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        (await admin.GetAsync("/admin/audit/999999999")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await admin.GetAsync("/api/v1/admin/audit/export?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z")).StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
        // A day that is none filters nothing.
        (await admin.GetAsync("/admin/audit?from=2026-99-99&until=x")).EnsureSuccessStatusCode();
    }
}
