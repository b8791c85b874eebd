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
    [InlineData("GET", "/api/v1/catalogue", true)]
    [InlineData("POST", "/sign-in", true)]
    [InlineData("GET", "/catalogue", false)]
    [InlineData("GET", "/assets/app-1.js", false)]
    [InlineData("GET", "/media/x/seg-1.m4s", false)]
    [InlineData("GET", "/health/ready", false)]
    [InlineData("GET", "/hubs/live", false)]
    public void The_API_and_forms_count_and_nothing_else(string method, string path, bool counts)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = (method, path);
        RequestLimits.Counts(http.Request).ShouldBe(counts);
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

    private static async Task<HttpContext> Ask(RequestLimits limits, string? person, string tenant = "main", string address = "192.0.2.7")
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        var starting = new Starting();
        http.Features.Set<IHttpResponseFeature>(starting);
        (http.Request.Method, http.Request.Path) = ("GET", "/api/v1/me");
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(address);
        var actor = person is null ? Actor.Visitor(tenant) : new Actor(tenant, person, [Roles.Student], "s");
        http.SetViewer(new Viewer(tenant, person is null ? null : new Principal(person, "Name", [Roles.Student], "s", true, "UTC", DateTimeOffset.MaxValue), actor));
        await new RequestLimitMiddleware(_ => Task.CompletedTask, limits).Invoke(http);
        await starting.Start();
        return http;
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
