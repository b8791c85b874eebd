using System.Net;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Tenants;

[Collection("web")]
public sealed class SetUpTests(WebHub hub)
{
    [Fact]
    public async Task An_academy_is_set_up_once()
    {
        using var visitor = hub.Visitor();
        (await visitor.Get("/api/v1/academy").Expect(200))["isSetUp"]!.GetValue<bool>().ShouldBeTrue();
        (await visitor.Post("/api/v1/setup", new { name = "Mine", adminName = "Eve", adminEmail = "eve@example.test", adminPassword = HubClient.Password }).ExpectProblem(409)).ShouldBe("tenants.already_set_up");
        var page = await visitor.Get("/setup");
        (page.StatusCode, page.Headers.Location?.ToString()).ShouldBe((HttpStatusCode.SeeOther, "/sign-in"));
    }

    [Fact]
    public async Task Every_page_of_an_empty_hub_leads_to_its_set_up_and_nobody_registers()
    {
        using var visitor = hub.Visitor(WebHub.EmptyHost);
        foreach (var path in new[] { "/", "/catalogue", "/sign-in", "/register", "/account", "/admin/users", "/outbox" })
            (await visitor.Get(path)).Headers.Location?.ToString().ShouldBe("/setup", path);
        (await (await visitor.Get("/setup")).Content.ReadAsStringAsync()).ShouldContain("Set up your academy");
        (await visitor.Post("/api/v1/users", new { name = "Eve", email = "eve@example.test", password = HubClient.Password }).ExpectProblem(409)).ShouldBe("tenants.not_set_up");
        (await visitor.Post("/api/v1/setup", new { name = "Mine", adminName = "Eve", adminEmail = "eve", adminPassword = HubClient.Password }).ExpectProblem(422)).ShouldBe("users.email_invalid");
        (await visitor.Get("/api/v1/academy").Expect(200))["isSetUp"]!.GetValue<bool>().ShouldBeFalse();
    }
}
