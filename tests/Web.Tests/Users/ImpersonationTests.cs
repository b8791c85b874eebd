using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Users;

[Collection("live")]
public sealed class ImpersonationTests(LiveHost host)
{
    /// <summary>As a browser keeps them.</summary>
    private HttpClient Browser(out CookieContainer cookies, LivePerson? who = null)
    {
        cookies = new CookieContainer();
        if (who is not null) cookies.Add(host.Address, new Cookie("hub_session", who.Token));
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return http;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static async Task<string> Code(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>();

    [Fact]
    public async Task An_admin_acts_as_a_person_under_a_banner_and_is_themself_again_when_it_ends()
    {
        var (ada, sam) = (await host.Person("Ada Admin", Roles.Admin), await host.Person("Sam Student"));
        using var browser = Browser(out var cookies, ada);
        (await browser.GetStringAsync($"/admin/users/{sam.UserId}")).ShouldContain("Act as Sam Student");
        var refused = await browser.PostAsync($"/admin/users/{sam.UserId}/impersonation", Form(("reason", " ")));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.GetStringAsync("/account")).ShouldNotContain("You act as");

        (await browser.PostAsync($"/admin/users/{sam.UserId}/impersonation", Form(("reason", "Cannot see the quiz")))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        foreach (var page in (string[])["/", "/account", "/learning", "/catalogue", "/orders", "/cart"])
        {
            var shown = await (await browser.GetAsync(page)).Content.ReadAsStringAsync();
            shown.ShouldContain("You act as", Case.Sensitive, page);
            shown.ShouldContain("Sam Student", Case.Sensitive, page);
        }
        (await browser.GetAsync("/admin/users")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var ended = await browser.PostAsync("/impersonation/end", Form());
        ended.Headers.Location!.OriginalString.ShouldBe($"/admin/users/{sam.UserId}");
        cookies.GetCookies(host.Address)["hub_session"]!.Value.ShouldBe(ada.Token);
        cookies.GetCookies(host.Address)["hub_session_own"].ShouldBeNull();
        var user = await browser.GetStringAsync($"/admin/users/{sam.UserId}");
        user.ShouldContain("Cannot see the quiz");
        user.ShouldNotContain("You act as");
    }

    [Fact]
    public async Task Signing_out_of_it_is_coming_back_and_the_person_stays_signed_in()
    {
        var (ada, sam) = (await host.Person("Ada Admin", Roles.Admin), await host.Person("Sam Student"));
        using var browser = Browser(out var cookies, ada);
        await browser.PostAsync($"/admin/users/{sam.UserId}/impersonation", Form(("reason", "why")));
        (await browser.PostAsync("/sign-out", Form())).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        cookies.GetCookies(host.Address)["hub_session"]!.Value.ShouldBe(ada.Token);
        using var own = sam.Http();
        (await own.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_put_aside_is_gone_for_whoever_comes_after_a_sign_out()
    {
        var (ada, sam) = (await host.Person("Ada Admin", Roles.Admin), await host.Person("Sam Student"));
        using var browser = Browser(out var cookies, ada);
        await browser.PostAsync($"/admin/users/{sam.UserId}/impersonation", Form(("reason", "why")));
        cookies.GetCookies(host.Address)["hub_session_own"].ShouldNotBeNull().Expires.ShouldBeGreaterThan(DateTime.UnixEpoch);
        // The session on behalf runs out meanwhile: the browser is a visitor's, who signs out.
        cookies.GetCookies(host.Address)["hub_session"]!.Value = ada.Token[..^4] + "AAAA";
        (await browser.PostAsync("/sign-out", Form())).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        cookies.GetCookies(host.Address)["hub_session_own"].ShouldBeNull();
        await browser.PostAsync("/impersonation/end", Form());
        cookies.GetCookies(host.Address)["hub_session"].ShouldBeNull();
    }

    [Fact]
    public async Task A_session_on_behalf_that_has_ended_leads_the_next_person_at_the_browser_not_to_the_admin()
    {
        var (ada, sam) = (await host.Person("Ada Admin", Roles.Admin), await host.Person("Sam Student"));
        foreach (var (verb, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/impersonation/end"), (HttpMethod.Post, "/sign-out"), (HttpMethod.Get, "/catalogue")])
        {
            using var browser = Browser(out var cookies, ada);
            await browser.PostAsync($"/admin/users/{sam.UserId}/impersonation", Form(("reason", "why")));
            var aside = cookies.GetCookies(host.Address)["hub_session_own"].ShouldNotBeNull();
            aside.Expires.ToUniversalTime().ShouldBeLessThan(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(30).AddSeconds(1), "not longer than the session on behalf");
            // It ends as if its time were over: the browser still holds both cookies.
            using (var held = new HttpClient { BaseAddress = host.Address })
            {
                held.DefaultRequestHeaders.Authorization = new("Bearer", cookies.GetCookies(host.Address)["hub_session"]!.Value);
                (await held.DeleteAsync("/api/v1/impersonation")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            }
            using (var request = new HttpRequestMessage(verb, path) { Content = verb == HttpMethod.Post ? Form() : null }) (await browser.SendAsync(request)).StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.SeeOther);
            (cookies.GetCookies(host.Address)["hub_session"]?.Value ?? "").ShouldNotBe(ada.Token, path);
            cookies.GetCookies(host.Address)["hub_session_own"].ShouldBeNull(path);
            await browser.PostAsync("/impersonation/end", Form());
            (await browser.GetAsync("/admin/users")).StatusCode.ShouldNotBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task Who_holds_no_session_on_behalf_comes_back_to_none()
    {
        var ada = await host.Person("Ada Admin", Roles.Admin);
        using var browser = Browser(out var cookies);
        cookies.Add(host.Address, new Cookie("hub_session_own", ada.Token));
        await browser.PostAsync("/impersonation/end", Form());
        cookies.GetCookies(host.Address)["hub_session"].ShouldBeNull();
        cookies.GetCookies(host.Address)["hub_session_own"].ShouldBeNull();
    }

    [Fact]
    public async Task What_is_not_done_on_behalf_is_refused_with_its_own_code_and_changes_nothing()
    {
        var (ada, sam) = (await host.Person("Ada Admin", Roles.Admin), await host.Person("Sam Student"));
        using var admin = ada.Http();
        var opened = (await (await admin.PostAsJsonAsync($"/api/v1/users/{sam.UserId}/impersonation", new { reason = "why" })).Content.ReadFromJsonAsync<JsonNode>())!;
        using var held = new HttpClient { BaseAddress = host.Address };
        held.DefaultRequestHeaders.Authorization = new("Bearer", opened["token"]!.GetValue<string>());
        opened["expiresAt"]!.GetValue<DateTimeOffset>().ShouldBeInRange(TimeProvider.System.GetUtcNow().AddMinutes(28), TimeProvider.System.GetUtcNow().AddMinutes(31));
        foreach (var (verb, path, body) in ((HttpMethod, string, object)[])
        [
            (HttpMethod.Delete, "/api/v1/sessions", new { }), (HttpMethod.Delete, "/api/v1/sessions/anything", new { }),
            (HttpMethod.Put, "/api/v1/password", new { current = "correct-horse-battery-9", password = "another-long-password-7" }),
            (HttpMethod.Post, "/api/v1/me/email", new { email = "eve@example.test", current = "correct-horse-battery-9" }),
        ])
        {
            using var request = new HttpRequestMessage(verb, path) { Content = JsonContent.Create(body) };
            var answer = await held.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await Code(answer)).ShouldBe("users.on_behalf", path);
        }
        (await Code(await held.PostAsJsonAsync($"/api/v1/users/{ada.UserId}/impersonation", new { reason = "why" }))).ShouldBe("common.forbidden");
        (await held.GetAsync("/api/v1/admin/settings")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await held.DeleteAsync("/api/v1/impersonation")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await held.GetAsync("/api/v1/sessions")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var own = sam.Http();
        (await Code(await own.DeleteAsync("/api/v1/impersonation"))).ShouldBe("users.in_person");
    }

    [Fact]
    public async Task What_a_person_is_told_is_seen_on_behalf_and_stays_unread()
    {
        var (ada, ines, sam) = (await host.Person("Ada Admin", Roles.Admin), await host.Person("Ines Instructor", Roles.Instructor), await host.Person("Sam Student"));
        var course = await host.Course(ines, sam);
        using var own = sam.Http();
        using (var teacher = ines.Http()) (await teacher.PostAsJsonAsync($"/api/v1/courses/{course}/announcements", new { title = "News", text = "Bread is ready." })).EnsureSuccessStatusCode();
        await LearningHub.Grains.Tests.Hosting.Wait.Until(Unread, n => n == 1);
        var id = (await own.GetFromJsonAsync<JsonNode>("/api/v1/notifications"))!["page"]!["items"]![0]!["notificationId"]!.GetValue<string>();

        using var browser = Browser(out _, ada);
        await browser.PostAsync($"/admin/users/{sam.UserId}/impersonation", Form(("reason", "Hears of nothing")));
        (await browser.GetStringAsync("/notifications")).ShouldContain("News in Bread");
        var settings = await browser.GetAsync("/settings/notifications");
        settings.StatusCode.ShouldBe(HttpStatusCode.OK);
        var shown = await settings.Content.ReadAsStringAsync();
        shown.ShouldContain("only the person themself can say");
        // Its button would end the admin's own pushes.
        shown.ShouldNotContain("<hub-push");
        var opened = await browser.GetAsync($"/notifications/{id}");
        opened.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        opened.Headers.Location!.OriginalString.ShouldBe($"/courses/{course}/announcements");
        (await Unread()).ShouldBe(1);
        (await own.GetAsync($"/notifications/{id}")).StatusCode.ShouldNotBe(HttpStatusCode.Forbidden);
        (await Unread()).ShouldBe(0);

        async Task<int> Unread() => (await own.GetFromJsonAsync<JsonNode>("/api/v1/notifications/unread"))!["unread"]!.GetValue<int>();
    }

    [Fact]
    public async Task Suspending_the_admin_ends_it_at_the_next_request_and_its_socket_within_seconds()
    {
        var (ada, bob, sam) = (await host.Person("Ada Admin", Roles.Admin), await host.Person("Bob Boss", Roles.Admin), await host.Person("Sam Student"));
        using var admin = ada.Http();
        var token = (await (await admin.PostAsJsonAsync($"/api/v1/users/{sam.UserId}/impersonation", new { reason = "why" })).Content.ReadFromJsonAsync<JsonNode>())!["token"]!.GetValue<string>();
        using var held = new HttpClient { BaseAddress = host.Address };
        held.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (await held.GetAsync("/api/v1/sessions")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var socket = await LiveSocket.Connect(host.Address, token);
        using (var boss = bob.Http()) (await boss.PostAsJsonAsync($"/api/v1/users/{ada.UserId}/suspension", new { reason = "left" })).EnsureSuccessStatusCode();
        (await held.GetAsync("/api/v1/sessions")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await socket.Closed();
        using var own = sam.Http();
        (await own.GetAsync("/api/v1/sessions")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_way_back_leads_nowhere_new_for_those_who_never_left()
    {
        var sam = await host.Person("Sam Student");
        using var browser = Browser(out var cookies, sam);
        (await browser.PostAsync("/impersonation/end", Form())).Headers.Location!.OriginalString.ShouldBe("/");
        cookies.GetCookies(host.Address)["hub_session"]!.Value.ShouldBe(sam.Token);
        using var visitor = Browser(out var none);
        (await visitor.PostAsync("/impersonation/end", Form())).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        none.GetCookies(host.Address)["hub_session"].ShouldBeNull();
    }
}
