using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Chat;

[Collection("live")]
public sealed class ChatApiTests(LiveHost host)
{
    private async Task<(HttpClient Ann, HttpClient Bob, HttpClient Eve, string Api)> Class()
    {
        var (prof, ann, bob, eve) = (await host.Person("Pia Prof", Roles.Instructor), await host.Person("Ann"), await host.Person("Bob"), await host.Person("Eve"));
        return (ann.Http(), bob.Http(), eve.Http(), $"/api/v1/courses/{await host.Course(prof, ann, bob)}/chat");
    }

    private static async Task<JsonNode> Json(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!;
    }

    [Fact]
    public async Task Messages_are_sent_read_changed_and_erased()
    {
        var (ann, bob, _, api) = await Class();
        var sent = await Json(await ann.PostAsJsonAsync($"{api}/messages", new { clientId = "k1", text = " hello \r\n" }), HttpStatusCode.Created);
        (sent["text"]!.GetValue<string>(), sent["seq"]!.GetValue<long>(), sent["clientId"]!.GetValue<string>(), sent["deleted"]!.GetValue<bool>()).ShouldBe(("hello", 1, "k1", false));
        var again = await Json(await ann.PostAsJsonAsync($"{api}/messages", new { clientId = "k1", text = "hello" }), HttpStatusCode.Created);
        again["id"]!.GetValue<string>().ShouldBe(sent["id"]!.GetValue<string>());

        var page = await Json(await bob.GetAsync($"{api}/messages?limit=10"), HttpStatusCode.OK);
        (page["items"]!.AsArray().Count, page["lastSeq"]!.GetValue<long>(), page["lastRead"]!.GetValue<long>(), page["unread"]!.GetValue<int>(), page["hasOlder"]!.GetValue<bool>())
            .ShouldBe((1, 1, 0, 1, false));
        (await Json(await bob.PostAsJsonAsync($"{api}/read", new { seq = 1 }), HttpStatusCode.OK))["seq"]!.GetValue<long>().ShouldBe(1);

        (await bob.PutAsJsonAsync($"{api}/messages/{sent["id"]}", new { text = "no" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Json(await ann.PutAsJsonAsync($"{api}/messages/{sent["id"]}", new { text = "hello all" }), HttpStatusCode.OK))["changed"]!.GetValue<long>().ShouldBe(2);
        (await Json(await ann.DeleteAsync($"{api}/messages/{sent["id"]}"), HttpStatusCode.OK))["text"].ShouldBeNull();
        var changes = await Json(await bob.GetAsync($"{api}/changes?after=1"), HttpStatusCode.OK);
        (changes["items"]!.AsArray().Count, changes["lastSeq"]!.GetValue<long>(), changes["more"]!.GetValue<bool>()).ShouldBe((1, 3, false));
    }

    [Fact]
    public async Task Those_who_are_not_of_the_course_are_refused_everywhere()
    {
        var (ann, _, eve, api) = await Class();
        await ann.PostAsJsonAsync($"{api}/messages", new { clientId = "k1", text = "hello" });
        using var visitor = new HttpClient { BaseAddress = host.Address };
        foreach (var (http, status) in ((HttpClient, HttpStatusCode)[])[(eve, HttpStatusCode.Forbidden), (visitor, HttpStatusCode.Unauthorized)])
        {
            (await http.GetAsync($"{api}/messages")).StatusCode.ShouldBe(status);
            (await http.GetAsync($"{api}/changes?after=0")).StatusCode.ShouldBe(status);
            (await http.PostAsJsonAsync($"{api}/messages", new { clientId = "k", text = "x" })).StatusCode.ShouldBe(status);
            (await http.PutAsJsonAsync($"{api}/messages/000000000001", new { text = "x" })).StatusCode.ShouldBe(status);
            (await http.DeleteAsync($"{api}/messages/000000000001")).StatusCode.ShouldBe(status);
            (await http.PostAsJsonAsync($"{api}/read", new { seq = 1 })).StatusCode.ShouldBe(status);
        }
    }

    [Fact]
    public async Task The_twenty_first_message_in_ten_seconds_gets_429()
    {
        var (ann, _, _, api) = await Class();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 21; i++) statuses.Add((await ann.PostAsJsonAsync($"{api}/messages", new { clientId = $"k{i}", text = "x" })).StatusCode);
        statuses.Count(s => s == HttpStatusCode.Created).ShouldBeGreaterThanOrEqualTo(20);
        if (statuses.Count(s => s == HttpStatusCode.Created) == 20) statuses[^1].ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Malformed_requests_are_answered_with_a_four_hundred()
    {
        var (ann, _, _, api) = await Class();
        string[] bodies =
        [
            "", "x", "null", "[]", "1", "{}", """{"text":1}""", """{"clientId":"a b","text":"x"}""", """{"clientId":"é","text":"x"}""", """{"clientId":"k","text":null}""",
            """{"clientId":"k","text":"\u0000"}""", """{"clientId":"k","text":"\ud800"}""", "{\"clientId\":\"k\",\"text\":\"" + new string('x', 4_001) + "\"}",
            "{\"clientId\":\"k\",\"text\":\"" + new string('x', 100_000) + "\"}", "{\"clientId\":\"" + new string('k', 101) + "\",\"text\":\"x\"}",
        ];
        foreach (var body in bodies)
        {
            using var answer = await ann.PostAsync($"{api}/messages", new StringContent(body, Encoding.UTF8, "application/json"));
            ((int)answer.StatusCode).ShouldBeInRange(400, 499, body.Length > 100 ? body[..100] : body);
        }
        foreach (var path in (string[])["messages?before=x", "messages?limit=x", "changes?after=x", "messages?before=99999999999999999999"])
            ((int)(await ann.GetAsync($"{api}/{path}")).StatusCode).ShouldBeInRange(400, 499, path);
        foreach (var path in (string[])["messages?before=-1", "messages?limit=-5", "messages?limit=100000", "changes?after=-1", "changes?after=9223372036854775807"])
            (await ann.GetAsync($"{api}/{path}")).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        (await ann.PutAsJsonAsync($"{api}/messages/zzz", new { text = "x" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((int)(await ann.PutAsJsonAsync($"{api}/messages/%00", new { text = "x" })).StatusCode).ShouldBeInRange(400, 499);
        (await ann.PostAsJsonAsync($"{api}/read", new { seq = "x" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
