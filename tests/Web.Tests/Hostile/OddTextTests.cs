using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>Characters that a database or Unicode normalisation cannot take: refused as input, never an error of ours, never in a projection's way.</summary>
[Collection("hostile")]
public sealed class OddTextTests(HostileWorld world)
{
    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\ud800")]
    [InlineData("\\udfff x")]
    [InlineData("\\ufffe")]
    [InlineData("\\uffff")]
    [InlineData("\\ud83f\\udffe")]
    [InlineData("\\u202e\\u2066")]
    public async Task Characters_that_cannot_be_stored_or_normalised_are_refused_in_every_field(string escape)
    {
        using var owner = await (await world.Hub.Visitor().Register("Olga")).MadeInstructorBy(world.Main.Admin);
        var (course, section, lesson) = await owner.TeachCourse("Odd text");
        foreach (var (method, path) in ((string, string)[])[("POST", "/api/v1/users"), ("POST", "/api/v1/sessions"), ("POST", "/api/v1/password/forgot"), ("POST", "/api/v1/password/reset"), ("PUT", "/api/v1/me"),
            ("PUT", "/api/v1/password"), ("POST", "/api/v1/courses"), ("PUT", $"/api/v1/courses/{course}"), ("POST", $"/api/v1/courses/{course}/sections"), ("PUT", $"/api/v1/courses/{course}/sections/{section}"),
            ("POST", $"/api/v1/courses/{course}/lessons"), ("PUT", $"/api/v1/courses/{course}/lessons/{lesson}"), ("POST", $"/api/v1/courses/{course}/chat/messages"), ("POST", $"/api/v1/courses/{course}/outline/move")])
        foreach (var odd in Fields)
        {
            var body = string.Join(',', Fields.Select(f => $"\"{f}\":{(f == odd ? $"\"a{escape}b\"" : Honest(f, section))}"));
            using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent($"{{{body}}}", System.Text.Encoding.UTF8, "application/json") };
            using var response = await owner.Http.SendAsync(request);
            ((int)response.StatusCode).ShouldBeLessThan(500, $"{method} {path} {odd} {escape}: {await response.Content.ReadAsStringAsync()}");
        }
        var text = Uri.EscapeDataString(System.Text.Json.Nodes.JsonNode.Parse("\"\\ufffe\"")!.GetValue<string>());
        foreach (var path in (string[])[$"/api/v1/catalogue?q={text}", $"/catalogue?q={text}", $"/api/v1/courses/{course}/roster?search={text}", "/api/v1/catalogue?q=%00", $"/api/v1/courses/{course}/roster?search=%00"])
            ((int)(await owner.Get(path)).StatusCode).ShouldBeLessThan(500, path);
        ((int)(await world.Main.Admin.Get($"/api/v1/users?search={text}")).StatusCode).ShouldBeLessThan(500);
        foreach (var page in (string[])["/", "/catalogue", "/teach", $"/courses/{course}", $"/learn/{course}/{lesson}"]) ((int)(await owner.Get(page)).StatusCode).ShouldBeLessThan(400, page);
        foreach (var projection in (await world.Main.Admin.Get("/api/v1/admin/projections").Expect(200)).AsArray()) projection!["parked"]!.AsArray().ShouldBeEmpty(projection.ToJsonString());
    }

    private static readonly string[] Fields = ["name", "email", "password", "zone", "headline", "token", "current", "title", "subject", "subtitle", "description", "language", "currency", "markdown", "text", "clientId", "sectionId", "itemId", "toSectionId"];

    private static string Honest(string field, string section) => field switch
    {
        "sectionId" or "toSectionId" or "itemId" => $"\"{section}\"",
        "email" => $"\"odd{Guid.NewGuid():n}@example.test\"",
        "language" => "\"en\"",
        "currency" => "\"EUR\"",
        "zone" => "\"Europe/Berlin\"",
        "clientId" => $"\"{Guid.NewGuid():n}\"",
        "description" => "\"A description that is long enough to publish a course with: fifty characters and more.\"",
        _ => "\"A fair long text\"",
    };
}
