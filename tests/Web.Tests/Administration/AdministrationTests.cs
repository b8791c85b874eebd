using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LearningHub.Web.Tests.Live;
using Npgsql;

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
    public async Task Runs_of_workflows_are_reached_page_after_page_by_page_and_by_api()
    {
        const int Runs = 230;
        await using (var insert = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"""
            insert into aggregate (type, key, tenant, version, schema_version, doc, save_id, changed_at)
            select 'workflow', 'main/paging/r' || n, 'main', 3, 1, jsonb_build_object('kind', 'publishing', 'phase', 'completed', 'steps', jsonb_build_array(), 'startedAt', at, 'changedAt', at), gen_random_uuid(), at
            from (select n, timestamptz '2020-01-01' + n * interval '1 hour' as at from generate_series(1, {Runs}) n) r
            """)) await insert.ExecuteNonQueryAsync();
        using var admin = (await host.Person("Ada", Roles.Admin)).Http();

        var keys = new List<string>();
        string? address = "/api/v1/admin/workflows?kind=publishing&limit=90";
        for (var pages = 0; address is not null && pages < 10; pages++)
        {
            using var answer = await admin.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var runs = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            runs.RootElement.GetArrayLength().ShouldBeLessThanOrEqualTo(90);
            keys.AddRange(runs.RootElement.EnumerateArray().Select(r => r.GetProperty("key").GetString()!));
            address = answer.Headers.TryGetValues("Link", out var link) ? Regex.Match(link.Single(), "^<(/api/v1/admin/workflows\\?[^>]+)>; rel=\"next\"$").Groups[1].Value : null;
            address?.ShouldContain("kind=publishing");
        }
        keys.ShouldBeUnique();
        keys.Count(k => k.StartsWith("main/paging/", StringComparison.Ordinal)).ShouldBe(Runs);
        (await admin.GetAsync("/api/v1/admin/workflows?cursor=nonsense")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var found = 0;
        string? path = "/admin/workflows?kind=publishing";
        for (var pages = 0; path is not null && pages < 10; pages++)
        {
            var page = await admin.GetStringAsync(path);
            found += Regex.Count(page, "paging/r[0-9]+</td>");
            path = Regex.Match(page, "<a [^>]*href=\"([^\"]+)\" rel=\"next\"") is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }
        found.ShouldBe(Runs);
        (await admin.GetAsync("/admin/workflows?cursor=nonsense")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
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
