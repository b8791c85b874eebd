using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Live;
using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.Web.Tests.LiveClasses;

[Collection("live")]
public sealed class LiveClassApiTests(LiveHost host)
{
    private static async Task<JsonNode> Json(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!;
    }

    [Fact]
    public async Task A_class_from_its_plan_to_its_attendance()
    {
        var (prof, ann, bob) = (await host.Person("Pia Prof", Roles.Instructor), await host.Person("Ann"), await host.Person("Bob"));
        var course = await host.Course(prof, ann, bob);
        using var p = prof.Http();
        using var a = ann.Http();
        using var b = bob.Http();
        var plan = new { title = "Clinic", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60, attendeeLimit = 1 };
        var id = (await Json(await p.PostAsJsonAsync($"/api/v1/courses/{course}/live-classes", plan), HttpStatusCode.Created))["classId"]!.GetValue<string>();
        var api = $"/api/v1/live-classes/{id}";
        (await a.PutAsJsonAsync($"{api}/seat", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await a.PostAsJsonAsync($"{api}/open", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Json(await p.PostAsJsonAsync($"{api}/open", new { }), HttpStatusCode.OK);

        await using var socket = await ann.Connect();
        (await socket.Watch($"class:{id}"))["ok"]!.GetValue<bool>().ShouldBeTrue();
        (await Json(await a.PutAsJsonAsync($"{api}/seat", new { }), HttpStatusCode.OK))["seat"]!.GetValue<string>().ShouldBe("seated");
        (await Json(await b.PutAsJsonAsync($"{api}/seat", new { }), HttpStatusCode.OK))["seat"]!.GetValue<string>().ShouldBe("waiting");
        await Json(await p.PostAsJsonAsync($"{api}/start", new { }), HttpStatusCode.OK);
        while ((await socket.Push("room"))["data"]!["phase"]!.GetValue<string>() != "live") { }

        var poll = await Json(await p.PostAsJsonAsync($"{api}/polls", new { question = "Yes?", options = new[] { "Yes", "No" } }), HttpStatusCode.Created);
        (await b.PutAsJsonAsync($"{api}/polls/{poll["number"]}/vote", new { option = 0 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Json(await a.PutAsJsonAsync($"{api}/polls/{poll["number"]}/vote", new { option = 1 }), HttpStatusCode.OK))["counts"]!.ToJsonString().ShouldBe("[0,1]");
        while ((await socket.Push("room"))["data"]!["poll"]?["counts"]?.ToJsonString() != "[0,1]") { }
        await Json(await a.PutAsJsonAsync($"{api}/hand", new { up = true }), HttpStatusCode.OK);
        await Json(await a.PostAsJsonAsync($"{api}/questions", new { text = "Why?" }), HttpStatusCode.Created);
        (await socket.Push("questions"))["data"]!["items"]![0]!["text"]!.GetValue<string>().ShouldBe("Why?");
        (await a.PostAsJsonAsync($"{api}/reactions", new { reaction = "clap" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await socket.Push("reactions"))["data"]!["clap"]!.GetValue<int>().ShouldBe(1);

        await Json(await a.DeleteAsync($"{api}/seat"), HttpStatusCode.OK);
        (await Json(await b.GetAsync(api), HttpStatusCode.OK))["me"]!["seat"]!.GetValue<string>().ShouldBe("seated");
        await Json(await p.PostAsJsonAsync($"{api}/end", new { }), HttpStatusCode.OK);
        (await Json(await p.GetAsync($"{api}/attendance"), HttpStatusCode.OK)).AsArray().Count.ShouldBe(1);
        (await a.GetAsync($"{api}/attendance")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_page_of_a_class_says_why_its_recording_is_no_lesson_until_it_is_one()
    {
        var (prof, ann) = (await host.Person("Pia Prof", Roles.Instructor), await host.Person("Ann"));
        var course = await host.Course(prof, ann);
        using var p = prof.Http();
        using var a = ann.Http();
        var id = (await Json(await p.PostAsJsonAsync($"/api/v1/courses/{course}/live-classes", new { title = "Clinic", startsAt = TimeProvider.System.GetUtcNow(), minutes = 60 }), HttpStatusCode.Created))["classId"]!.GetValue<string>();
        await Json(await p.PostAsJsonAsync($"/api/v1/live-classes/{id}/start", new { }), HttpStatusCode.OK);
        await Json(await p.PostAsJsonAsync($"/api/v1/live-classes/{id}/end", new { }), HttpStatusCode.OK);
        var folder = host.Services.GetRequiredService<RecordingFolder>();
        var key = new LiveClassKey(prof.Tenant, id);
        await folder.Open(key, 1).DisposeAsync();
        folder.MarkRefused(key, "A course has at most 60 <sections>.");
        var page = $"/teach/courses/{course}/live/{id}";
        (await p.GetStringAsync(page)).ShouldContain("A course has at most 60 &lt;sections&gt;.");
        (await a.GetAsync(page)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        folder.MarkMade(key);
        (await p.GetStringAsync(page)).ShouldNotContain("at most 60");
    }

    [Fact]
    public async Task Strangers_learn_nothing_of_a_class()
    {
        var (prof, eve) = (await host.Person("Pia Prof", Roles.Instructor), await host.Person("Eve"));
        var course = await host.Course(prof);
        using var p = prof.Http();
        using var e = eve.Http();
        var id = (await Json(await p.PostAsJsonAsync($"/api/v1/courses/{course}/live-classes", new { title = "Clinic", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60 }), HttpStatusCode.Created))["classId"]!.GetValue<string>();
        (await e.GetAsync($"/api/v1/live-classes/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await e.GetAsync($"/live/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await using var socket = await eve.Connect();
        (await socket.Watch($"class:{id}"))["ok"]!.GetValue<bool>().ShouldBeFalse();
        (await e.PostAsJsonAsync($"/api/v1/courses/{course}/live-classes", new { title = "Mine", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
