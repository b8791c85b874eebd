using System.Net.Http.Json;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Users;

[Collection("web")]
public sealed class AccountApiTests(WebHub hub)
{
    [Fact]
    public async Task A_registration_under_one_key_is_one_person()
    {
        using var visitor = hub.Visitor();
        var body = new { name = "Ida", email = Browser.NewEmail(), password = HubClient.Password };
        var first = (await visitor.Post("/api/v1/users", body, "key-" + body.email).Expect(201))["userId"]!.GetValue<string>();
        (await visitor.Post("/api/v1/users", body, "key-" + body.email).Expect(201))["userId"]!.GetValue<string>().ShouldBe(first);
        (await visitor.Post("/api/v1/users", body, "another-key").ExpectProblem(409)).ShouldBe("users.email_taken");
        (await visitor.Post("/api/v1/users", body).ExpectProblem(409)).ShouldBe("users.email_taken");
    }

    [Fact]
    public async Task Two_strangers_who_chose_the_same_key_are_two_people()
    {
        using var visitor = hub.Visitor();
        object Body(string email) => new { name = "Ida", email, password = HubClient.Password };
        var (mine, other) = (Browser.NewEmail(), Browser.NewEmail());
        var first = (await visitor.Post("/api/v1/users", Body(mine), "key-of-" + mine).Expect(201))["userId"]!.GetValue<string>();
        (await visitor.Post("/api/v1/users", Body(other), "key-of-" + mine).Expect(201))["userId"]!.GetValue<string>().ShouldNotBe(first);
        using var phone = hub.Visitor();
        await phone.SignIn(other);
    }

    [Fact]
    public async Task What_a_person_is_shown_is_kept_by_no_cache()
    {
        using var person = await hub.Visitor().Register();
        foreach (var path in (string[])["/", "/account", "/api/v1/me", "/api/v1/sessions"])
            (await person.Get(path)).Headers.ShouldSatisfyAllConditions(h => h.CacheControl!.NoStore.ShouldBeTrue(path), h => h.Vary.ShouldContain("Cookie", path));
        using var visitor = hub.Visitor();
        (await visitor.Get("/sign-in")).Headers.CacheControl!.ShouldSatisfyAllConditions(c => c.Private.ShouldBeTrue(), c => c.NoCache.ShouldBeTrue());
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended()
    {
        using var person = await hub.Visitor().Register();
        using var phone = hub.Visitor();
        await phone.SignIn((await person.Get("/api/v1/me").Expect(200))["email"]!.GetValue<string>());
        (await person.Get("/api/v1/sessions").Expect(200)).AsArray().Count(s => s!["isCurrent"]!.GetValue<bool>()).ShouldBe(1);
        await person.Delete("/api/v1/sessions").Expect(204);
        await phone.Get("/api/v1/me").ExpectProblem(401);
        await person.Delete("/api/v1/sessions/unknown").ExpectProblem(404);
        await person.Delete("/api/v1/sessions/current").Expect(204);
        await person.Get("/api/v1/me").ExpectProblem(401);
    }

    [Fact]
    public async Task Wrong_and_unknown_are_told_apart_by_nothing()
    {
        using var person = await hub.Visitor().Register();
        var email = (await person.Get("/api/v1/me").Expect(200))["email"]!.GetValue<string>();
        using var visitor = hub.Visitor();
        foreach (var who in new[] { email, Browser.NewEmail(), "no address at all", "" })
            (await visitor.Post("/api/v1/sessions", new { email = who, password = "wrong one here" }).ExpectProblem(401)).ShouldBe("users.sign_in_refused");
        await visitor.Post("/api/v1/password/forgot", new { email }).Expect(202);
        await visitor.Post("/api/v1/password/forgot", new { email = "nobody@example.test" }).Expect(202);
    }

    [Theory]
    [InlineData("/api/v1/users", "{}", 422)]
    [InlineData("/api/v1/users", "{\"name\":null,\"email\":null,\"password\":null}", 422)]
    [InlineData("/api/v1/users", "[]", 400)]
    [InlineData("/api/v1/users", "", 400)]
    [InlineData("/api/v1/sessions", "{\"email\":5}", 400)]
    [InlineData("/api/v1/sessions", "{\"email\":\"a\\u0000@b.c\",\"password\":\"x\"}", 401)]
    [InlineData("/api/v1/users/confirm", "{\"token\":\"../x.y\"}", 422)]
    [InlineData("/api/v1/users/confirm", "{\"token\":\"a.b\"}", 422)]
    [InlineData("/api/v1/password/reset", "{\"token\":\"a.b\",\"password\":\"long enough it is\"}", 422)]
    [InlineData("/api/v1/setup", "{}", 409)]
    public async Task Rubbish_is_refused_with_a_problem(string path, string json, int status)
    {
        using var visitor = hub.Visitor();
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        await visitor.Http.PostAsync(path, content).ExpectProblem(status);
    }

    [Fact]
    public async Task Every_endpoint_of_accounts_is_in_the_document()
    {
        var document = (await hub.Admin.Http.GetFromJsonAsync<System.Text.Json.Nodes.JsonObject>("/openapi/v1.json"))!;
        var paths = document["paths"]!.AsObject();
        foreach (var path in new[] { "/users", "/users/confirm", "/users/{userId}", "/users/{userId}/roles", "/users/{userId}/suspension", "/sessions", "/sessions/{sessionId}",
            "/password", "/password/forgot", "/password/reset", "/me", "/me/confirmation", "/people", "/setup", "/academy" })
            paths.ContainsKey("/api/v1" + path).ShouldBeTrue(path);
    }
}
