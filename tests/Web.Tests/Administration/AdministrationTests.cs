using System.Net;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Administration;

[Collection("live")]
public sealed class AdministrationTests(LiveHost host)
{
    [Fact]
    public async Task An_admin_sees_the_system_by_page_and_by_api_and_nobody_else_does()
    {
        using var admin = (await host.Person("Ada", Roles.Admin)).Http();
        using var student = (await host.Person("Sam")).Http();
        using var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        foreach (var path in (string[])["/api/v1/admin/cluster", "/api/v1/admin/projections", "/api/v1/admin/workflows", "/api/v1/admin/transcodes",
            "/admin/cluster", "/admin/cluster/rows", "/admin/projections", "/admin/projections/rows", "/admin/workflows", "/admin/workflows?show=stuck"])
        {
            using var seen = await admin.GetAsync(path);
            seen.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {await seen.Content.ReadAsStringAsync()}");
            using var refused = await student.GetAsync(path);
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{path}: {await refused.Content.ReadAsStringAsync()}");
            (await visitor.GetAsync(path)).StatusCode.ShouldBe(path.StartsWith("/api", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.SeeOther, path);
        }
        (await admin.PostAsync("/api/v1/admin/projections/nothing/stop", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_probes_answer_and_the_scrape_is_for_this_machine_and_admins()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        (await http.GetStringAsync("/health/live")).ShouldBe("live\n");
        var ready = await http.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK, await ready.Content.ReadAsStringAsync());
        ready.Headers.GetValues("X-Request-Id").Single().Length.ShouldBe(32);

        await using var socket = await LiveSocket.Connect(host.Address);
        await socket.Watch("nothing:fence");
        var text = await http.GetStringAsync("/metrics");
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.ShouldContain("# TYPE hub_live_sockets gauge");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
            line.ShouldMatch("""^[a-zA-Z_][a-zA-Z0-9_]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*\})? (-?[0-9.eE+-]+|NaN|[+-]Inf)$""");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        (await http.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var (said, status) in (KeyValuePair<string, HttpStatusCode>[])
            [new("Bearer " + LiveHost.MetricsToken, HttpStatusCode.OK), new("Bearer " + LiveHost.MetricsToken + "x", HttpStatusCode.NotFound), new("Bearer", HttpStatusCode.NotFound), new("Basic " + LiveHost.MetricsToken, HttpStatusCode.NotFound)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation("Authorization", said);
            (await http.SendAsync(request)).StatusCode.ShouldBe(status, said);
        }
        // It opens this one door.
        using var admin = new HttpRequestMessage(HttpMethod.Get, "/api/v1/admin/cluster");
        admin.Headers.TryAddWithoutValidation("Authorization", "Bearer " + LiveHost.MetricsToken);
        (await http.SendAsync(admin)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
