using LearningHub.Web.Tests.Hosting;
using LearningHub.WebFrontend.Common;
using LearningHub.Grains.Interfaces.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LearningHub.Web.Tests.Hostile;

[Collection("hostile")]
public sealed class RequestLimitTests(HostileWorld world)
{
    [Fact]
    public async Task Who_asks_too_often_waits_and_others_do_not()
    {
        using var limits = new RequestLimits(Options.Create(new HubWebOptions { RequestsPerMinute = 3 }));
        for (var i = 0; i < 3; i++) (await Ask(limits, "ann")).Response.StatusCode.ShouldBe(200);
        var refused = await Ask(limits, "ann");
        refused.Response.StatusCode.ShouldBe(429);
        int.Parse(refused.Response.Headers.RetryAfter.ToString()).ShouldBeInRange(1, 60);
        refused.Response.Headers["RateLimit-Policy"].ToString().ShouldBe("\"default\";q=3;w=60");
        refused.Response.Headers["RateLimit"].ToString().ShouldBe("\"default\";r=0;t=60");

        (await Ask(limits, "ben")).Response.StatusCode.ShouldBe(200);
        (await Ask(limits, "ann", tenant: "other")).Response.StatusCode.ShouldBe(200);
        (await Ask(limits, null)).Response.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Visitors_count_by_address_and_an_IPv6_customer_is_one()
    {
        using var limits = new RequestLimits(Options.Create(new HubWebOptions { RequestsPerMinute = 1 }));
        (await Ask(limits, null, address: "192.0.2.1")).Response.StatusCode.ShouldBe(200);
        (await Ask(limits, null, address: "::ffff:192.0.2.1")).Response.StatusCode.ShouldBe(429);
        (await Ask(limits, null, address: "2001:db8:1:2::3")).Response.StatusCode.ShouldBe(200);
        (await Ask(limits, null, address: "2001:db8:1:2:ffff::9")).Response.StatusCode.ShouldBe(429);
    }

    [Theory]
    [InlineData("GET", "/api/v1/catalogue", "default", "default")]
    [InlineData("POST", "/sign-in", "default", "default")]
    [InlineData("GET", "/catalogue", "pages", "pages")]
    [InlineData("HEAD", "/catalogue", "pages", "pages")]
    [InlineData("PUT", "/catalogue", "pages", "pages")]
    [InlineData("GET", "/assets/app-1.js", null, null)]
    [InlineData("GET", "/health/ready", null, null)]
    [InlineData("GET", "/media/x/seg-1.m4s", null, "default")]
    [InlineData("GET", "/images/x", null, "default")]
    [InlineData("GET", "/hubs/live", null, "default")]
    public void The_API_and_forms_count_and_so_do_pages_but_not_what_pages_are_made_of(string method, string path, string? policy, string? unproven)
    {
        using var limits = new RequestLimits(Options.Create(new HubWebOptions()));
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = (method, path);
        Named(limits.Of(http)).ShouldBe(policy);
        Named(limits.OfUnproven(http)).ShouldBe(unproven);

        string? Named(RequestLimit? limit) => limit == limits.Calls ? "default" : limit == limits.OfPages ? "pages" : null;
    }

    [Fact]
    public async Task Pages_have_a_quota_of_their_own()
    {
        using var limits = new RequestLimits(Options.Create(new HubWebOptions { RequestsPerMinute = 4 }));
        for (var i = 0; i < 2; i++) (await Ask(limits, null, path: "/catalogue")).Response.StatusCode.ShouldBe(200);
        var refused = await Ask(limits, null, path: "/catalogue");
        refused.Response.StatusCode.ShouldBe(429);
        refused.Response.Headers["RateLimit-Policy"].ToString().ShouldBe("\"pages\";q=2;w=60");
        int.Parse(refused.Response.Headers.RetryAfter.ToString()).ShouldBeInRange(1, 60);
        (await Ask(limits, null)).Response.StatusCode.ShouldBe(200);
        (await Ask(limits, "ann", path: "/catalogue")).Response.StatusCode.ShouldBe(200);
    }

    [Theory]
    [InlineData("/catalogue", 2)]
    [InlineData("/api/v1/me", 4)]
    [InlineData("/media/x/seg-1.m4s", 4)]
    public async Task Made_up_sessions_are_refused_before_they_are_looked_up_and_real_ones_beside_them_are_not(string path, int quota)
    {
        using var limits = new RequestLimits(Options.Create(new HubWebOptions { RequestsPerMinute = 4 }));
        var looked = 0;
        (await Show("ann.s.good")).ShouldBe(200);
        for (var i = 1; i < quota; i++) (await Show($"nobody{i}.s.bad")).ShouldBe(200);
        looked.ShouldBe(quota);
        for (var i = 0; i < 5; i++) (await Show($"somebody{i}.s.bad")).ShouldBe(429);
        looked.ShouldBe(quota);
        // Seen to be good before: ann is not one of them, until her session has ended.
        (await Show("ann.s.good")).ShouldBe(200);
        await Show("ann.s.good", ended: true);
        looked.ShouldBe(quota + 2);
        (await Show("ann.s.good")).ShouldBe(429);

        async Task<int> Show(string session, bool ended = false)
        {
            var http = Context(path);
            http.Request.Headers.Cookie = $"hub_session={session}";
            Task Session(HttpContext context)
            {
                looked++;
                context.SetViewer(ViewerOf(session.EndsWith(".good", StringComparison.Ordinal) && !ended ? "ann" : null, "main"));
                return new RequestLimitMiddleware(_ => Task.CompletedTask, limits).Invoke(context);
            }
            await new StrangerLimitMiddleware(Session, limits).Invoke(http);
            return http.Response.StatusCode;
        }
    }

    [Fact]
    public async Task A_visitor_who_reads_too_fast_gets_a_plain_page()
    {
        var hub = new WebHub { Configure = builder => builder.Configuration["Hub:PagesPerMinute"] = "2" };
        await using var stopped = new Stopping(hub);
        await hub.InitializeAsync();
        using var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        http.DefaultRequestHeaders.Add("Cookie", "hub_session=nobody.at.all");
        for (var i = 0; i < 2; i++) ((int)(await http.GetAsync("/sign-in")).StatusCode).ShouldBe(200);
        using var refused = await http.GetAsync("/sign-in");
        ((int)refused.StatusCode).ShouldBe(429);
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await refused.Content.ReadAsStringAsync()).ShouldContain("One moment, please");
        ((int)(await http.GetAsync("/health/live")).StatusCode).ShouldBe(200);
        ((int)(await http.GetAsync("/api/v1/academy")).StatusCode).ShouldBe(200);
        // Of the same address, signed in, and seen to be so.
        await hub.Admin.Get("/api/v1/me").Expect(200);
        ((int)(await hub.Admin.Get("/")).StatusCode).ShouldBe(200);
    }

    private sealed class Stopping(WebHub hub) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await hub.DisposeAsync();
    }

    [Fact]
    public async Task Every_answer_of_the_API_says_what_is_left_also_when_it_is_an_error()
    {
        foreach (var path in (string[])["/api/v1/academy", "/api/v1/me", "/api/v1/nothing", "/api/v1/catalogue?limit=x"])
        {
            using var answer = await world.Http.GetAsync(path);
            answer.Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"default\";q=1000000;w=60", path);
            answer.Headers.GetValues("RateLimit").Single().ShouldMatch("^\"default\";r=[0-9]+;t=[0-9]+$", path);
        }
        using var live = await world.Http.GetAsync("/health/live");
        live.Headers.Contains("RateLimit").ShouldBeFalse();
    }

    private static async Task<HttpContext> Ask(RequestLimits limits, string? person, string tenant = "main", string address = "192.0.2.7", string path = "/api/v1/me")
    {
        var http = Context(path, address);
        var starting = new Starting();
        http.Features.Set<IHttpResponseFeature>(starting);
        http.SetViewer(ViewerOf(person, tenant));
        await new RequestLimitMiddleware(_ => Task.CompletedTask, limits).Invoke(http);
        await starting.Start();
        return http;
    }

    private static DefaultHttpContext Context(string path, string address = "192.0.2.7")
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        (http.Request.Method, http.Request.Path) = ("GET", path);
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(address);
        return http;
    }

    private static Viewer ViewerOf(string? person, string tenant)
    {
        var actor = person is null ? Actor.Visitor(tenant) : new Actor(tenant, person, [Roles.Student], "s");
        return new Viewer(tenant, person is null ? null : new Principal(person, "Name", [Roles.Student], "s", true, "UTC", DateTimeOffset.MaxValue), actor);
    }

    /// <summary>A bare context has no server that would call these back.</summary>
    private sealed class Starting : HttpResponseFeature
    {
        private readonly List<(Func<object, Task> Call, object State)> _calls = [];

        public override void OnStarting(Func<object, Task> callback, object state) => _calls.Add((callback, state));

        public async Task Start()
        {
            foreach (var (call, state) in _calls) await call(state);
        }
    }
}
