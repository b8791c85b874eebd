using System.Net;
using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Cluster;

[Collection("live")]
public sealed class ClusterPageTests(LiveHost host)
{
    [Fact]
    public async Task Page_and_api_tell_the_same_silo_and_every_number_that_opens_rows_leads_to_them()
    {
        using var admin = (await host.Person("Ada", Roles.Admin)).Http();
        var cluster = JsonNode.Parse(await admin.GetStringAsync("/api/v1/admin/cluster"))!;
        for (var looked = 0; cluster["silos"]!.AsArray().All(s => s!["name"]!.GetValue<string>().Length == 0) && looked < 500; looked++)
            cluster = JsonNode.Parse(await admin.GetStringAsync("/api/v1/admin/cluster"))!;
        var silo = cluster["silos"]!.AsArray().ShouldHaveSingleItem()!;
        silo["state"]!.GetValue<string>().ShouldBe("active");
        cluster["database"]!["events"]!.GetValue<long>().ShouldBeGreaterThan(0);

        var page = await admin.GetStringAsync("/admin/cluster");
        page.ShouldContain(silo["name"]!.GetValue<string>());
        page.ShouldContain("data-refresh=\"/admin/cluster/rows\"");
        foreach (var href in (string[])["/admin/projections", "/admin/workflows?show=stuck", "/admin/workflows?show=unfinished&amp;from=600&amp;to=3600", "/outbox"])
        {
            page.ShouldContain($"href=\"{href}\"");
            (await admin.GetAsync(WebUtility.HtmlDecode(href))).StatusCode.ShouldBe(HttpStatusCode.OK, href);
        }
        using var plain = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };
        plain.DefaultRequestHeaders.Authorization = admin.DefaultRequestHeaders.Authorization;
        (await plain.GetAsync("/admin")).Headers.Location!.OriginalString.ShouldBe("/admin/cluster");
    }

    [Theory]
    [InlineData("/admin/workflows/checkout/nobody/nothing")]
    [InlineData("/admin/workflows/made-up/nobody/nothing")]
    [InlineData("/admin/workflows/CHECK!OUT/a/b")]
    public async Task A_run_that_is_not_there_is_not_found_and_cannot_be_steered(string path)
    {
        using var admin = (await host.Person("Ada", Roles.Admin)).Http();
        (await admin.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var verb in (string[])["retry", "compensate"]) (await admin.PostAsync("/api/v1" + path + "/" + verb, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Odd_filters_of_the_list_of_runs_are_no_errors()
    {
        using var admin = (await host.Person("Ada", Roles.Admin)).Http();
        foreach (var query in (string[])["show=STUCK", "kind=%27%20or%201=1", "show=unfinished&from=-5&to=-9", "from=2147483647&to=2147483647", "show=stuck&kind=checkout"])
            (await admin.GetAsync("/admin/workflows?" + query)).StatusCode.ShouldBe(HttpStatusCode.OK, query);
    }
}
