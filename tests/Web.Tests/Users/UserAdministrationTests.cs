using System.Net;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Users;

[Collection("web")]
public sealed class UserAdministrationTests(WebHub hub)
{
    [Fact]
    public async Task An_admin_finds_a_person_gives_a_role_suspends_and_restores()
    {
        var name = $"Zed{Guid.NewGuid():n}"[..12];
        using var zed = await hub.Visitor().Register(name);
        var found = await hub.Admin.Get($"/api/v1/users?search={name.ToLowerInvariant()}").Expect(200);
        found["items"]!.AsArray().ShouldHaveSingleItem()!["userId"]!.GetValue<string>().ShouldBe(zed.UserId);

        (await hub.Admin.Put($"/api/v1/users/{zed.UserId}/roles", new { roles = new[] { "instructor", "student" } }).Expect(200))["roles"]!.AsArray().Count.ShouldBe(2);
        (await zed.Get("/api/v1/me").Expect(200))["roles"]!.AsArray().Count.ShouldBe(2);

        (await hub.Admin.Post($"/api/v1/users/{zed.UserId}/suspension", new { reason = "" }).ExpectProblem(422)).ShouldBe("users.reason_missing");
        await hub.Admin.Post($"/api/v1/users/{zed.UserId}/suspension", new { reason = "Rude" }).Expect(200);
        await zed.Get("/api/v1/me").ExpectProblem(401);
        await hub.Admin.Delete($"/api/v1/users/{zed.UserId}/suspension").Expect(200);
    }

    [Fact]
    public async Task Nobody_else_reaches_any_of_it()
    {
        using var student = await hub.Visitor().Register();
        using var visitor = hub.Visitor();
        foreach (var (who, status) in ((HubClient, int)[])[(student, 403), (visitor, 401)])
        {
            await who.Get("/api/v1/users").ExpectProblem(status);
            await who.Get($"/api/v1/users/{student.UserId}").ExpectProblem(status);
            await who.Put($"/api/v1/users/{student.UserId}/roles", new { roles = new[] { "admin" } }).ExpectProblem(status);
            await who.Post($"/api/v1/users/{student.UserId}/suspension", new { reason = "x" }).ExpectProblem(status);
            await who.Delete($"/api/v1/users/{student.UserId}/suspension").ExpectProblem(status);
        }
        (await student.Get("/admin/users")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await visitor.Get("/admin/users")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Another_tenants_people_do_not_exist_here()
    {
        using var student = await hub.Visitor().Register();
        await hub.OtherAdmin.Get($"/api/v1/users/{student.UserId}").ExpectProblem(404);
        await hub.OtherAdmin.Post($"/api/v1/users/{student.UserId}/suspension", new { reason = "x" }).ExpectProblem(404);
        (await hub.OtherAdmin.Get($"/api/v1/people?ids={student.UserId}").Expect(200)).AsArray().ShouldBeEmpty();
        await student.Get("/api/v1/me").Expect(200);
    }

    [Fact]
    public async Task Admins_leave_themselves_alone()
    {
        (await hub.Admin.Put($"/api/v1/users/{hub.Admin.UserId}/roles", new { roles = new[] { "student" } }).ExpectProblem(409)).ShouldBe("users.self");
        (await hub.Admin.Post($"/api/v1/users/{hub.Admin.UserId}/suspension", new { reason = "x" }).ExpectProblem(409)).ShouldBe("users.self");
    }

    [Fact]
    public async Task The_pages_list_people_and_show_one()
    {
        var name = $"Page{Guid.NewGuid():n}"[..12];
        using var person = await hub.Visitor().Register(name);
        (await (await hub.Admin.Get($"/admin/users?q={name}&role=student")).Content.ReadAsStringAsync()).ShouldContain(person.UserId);
        (await (await hub.Admin.Get($"/admin/users/{person.UserId}")).Content.ReadAsStringAsync()).ShouldContain(name);
        (await hub.Admin.Get("/admin/users/nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await hub.Admin.Get("/admin/users?cursor=rubbish&role=god&q=%00")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
