using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Notifications;

[Collection("web")]
public sealed class NotificationWebTests(WebHub hub)
{
    private async Task<(HubClient Ines, HubClient Sam, string Course)> Learner(string name = "Sam Student")
    {
        var ines = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, _, _) = await ines.TeachCourse("Told");
        var sam = await hub.Visitor().Register(name);
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        return (ines, sam, course);
    }

    private static async Task<System.Text.Json.Nodes.JsonArray> Items(HubClient person, string query = "") => (await person.Get("/api/v1/notifications" + query).Expect(200))["page"]!["items"]!.AsArray();
    private static async Task<int> Unread(HubClient person) => (await person.Get("/api/v1/notifications/unread").Expect(200))["unread"]!.GetValue<int>();

    private static async Task<string> Schedule(HubClient ines, string course)
    {
        var made = await ines.Post($"/api/v1/courses/{course}/live-classes", new { title = "Question <b>hour", startsAt = TimeProvider.System.GetUtcNow().AddHours(2), minutes = 60 }).Expect(201);
        return made["classId"]!.GetValue<string>();
    }

    [Fact]
    public async Task What_happens_is_in_the_inbox_of_page_and_api_and_what_is_opened_is_read()
    {
        var (ines, sam, course) = await Learner();
        var id = await Schedule(ines, course);
        await Until(async () => await Unread(sam) == 1);
        var item = (await Items(sam))[0]!;
        item["title"]!.GetValue<string>().ShouldBe("Live class: Question <b>hour");
        item["why"]!.GetValue<string>().ShouldBe("You are enrolled in Told.");
        var page = await Page(sam, "/notifications");
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("Question &lt;b&gt;hour"), p => p.ShouldNotContain("Question <b>hour"), p => p.ShouldContain("Why you got this"), p => p.ShouldContain("aria-label=\"Notifications, 1 unread\""));
        var notification = item["notificationId"]!.GetValue<string>();
        using (var opened = await sam.Http.GetAsync($"/notifications/{notification}"))
        {
            opened.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            opened.Headers.Location!.ToString().ShouldBe($"/live/{id}");
        }
        (await Unread(sam)).ShouldBe(0);
        (await Page(sam, "/")).ShouldContain("aria-label=\"Notifications, none unread\"");
        (await Page(sam, "/notifications?show=unread")).ShouldContain("All read");
        // The instructor hears of the student.
        await Until(async () => (await Items(ines)).Any(i => i!["kind"]!.GetValue<string>() == "student_enrolled"));
        // Nobody else's.
        using var eve = await hub.Visitor().Register("Eve");
        (await eve.Http.GetAsync($"/notifications/{notification}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await eve.Put($"/api/v1/notifications/{notification}/read", new { read = true }).ExpectProblem(404)).ShouldBe("notifications.not_found");
    }

    [Fact]
    public async Task Forms_mark_delete_undo_and_mute()
    {
        var (ines, sam, course) = await Learner();
        await Schedule(ines, course);
        await Schedule(ines, course);
        await Until(async () => await Unread(sam) == 2);
        var ids = (await Items(sam)).Select(i => i!["notificationId"]!.GetValue<string>()).ToArray();
        (await Posted(sam, $"/notifications/{ids[0]}/read", ("read", "on"))).ShouldBe("/notifications");
        (await Unread(sam)).ShouldBe(1);
        (await Posted(sam, $"/notifications/{ids[0]}/read", ("read", "off"), ("return", "//evil.test"))).ShouldBe("/notifications");
        (await Unread(sam)).ShouldBe(2);
        var deleted = await Posted(sam, $"/notifications/{ids[0]}/deletion");
        deleted.ShouldBe($"/notifications?done=deleted&id={ids[0]}");
        (await Page(sam, deleted)).ShouldContain("Undo");
        (await Items(sam)).Count.ShouldBe(1);
        await Posted(sam, $"/notifications/{ids[0]}/deletion", ("deleted", "off"));
        (await Items(sam)).Count.ShouldBe(2);
        await Posted(sam, "/notifications/read");
        (await Unread(sam)).ShouldBe(0);

        (await Posted(sam, $"/notifications/{ids[0]}/mute", ("what", "course"))).ShouldBe($"/notifications?done=course&id={ids[0]}");
        (await sam.Get("/api/v1/notifications/settings").Expect(200))["mutedCourses"]![0]!["title"]!.GetValue<string>().ShouldBe("Told");
        (await Page(sam, "/settings/notifications")).ShouldContain("Muted courses");
        await Posted(sam, $"/settings/notifications/courses/{course}/unmute");
        (await Posted(sam, $"/notifications/{ids[0]}/mute", ("what", "kind"))).ShouldContain("done=kind");
        Kind(await sam.Get("/api/v1/notifications/settings").Expect(200), "class_scheduled")["inApp"]!.GetValue<string>().ShouldBe("off");
        await Posted(sam, $"/notifications/{ids[0]}/mute", ("what", "kind"), ("muted", "off"));
        Kind(await sam.Get("/api/v1/notifications/settings").Expect(200), "class_scheduled")["inApp"]!.GetValue<string>().ShouldBe("atOnce");
    }

    [Fact]
    public async Task The_matrix_is_set_by_form_and_api_and_refuses_what_is_no_time()
    {
        using var sam = await hub.Visitor().Register("Sam");
        (string, string)[] form = [("class_soon.inbox", "on"), ("class_soon.mail", "daily"), ("class_soon.push", "off"), ("digest", "06:15"), ("quiet", "on"), ("from", "23:00"), ("until", "06:00")];
        (await Posted(sam, "/settings/notifications", form)).ShouldBe("/settings/notifications?done=saved");
        var settings = await sam.Get("/api/v1/notifications/settings").Expect(200);
        Kind(settings, "class_soon").ShouldSatisfyAllConditions(k => k["mail"]!.GetValue<string>().ShouldBe("daily"), k => k["push"]!.GetValue<string>().ShouldBe("off"), k => k["changed"]!.GetValue<bool>().ShouldBeTrue());
        settings["digestAt"]!.GetValue<int>().ShouldBe(375);
        settings["quiet"]!["from"]!.GetValue<int>().ShouldBe(23 * 60);
        using (var refused = await sam.Http.PostAsync("/settings/notifications", new FormUrlEncodedContent([new("digest", "25:99"), new("class_soon.mail", "off")])))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("Times are minutes of a day");
        }
        (await sam.Put("/api/v1/notifications/settings", new { kinds = new[] { new { kind = "nothing", inApp = "off", mail = "off", push = "off" } }, digestAt = 450 }).ExpectProblem(404)).ShouldBe("notifications.no_kind");
        (await sam.Put("/api/v1/notifications/settings", new { kinds = new[] { new { kind = "class_soon", inApp = "daily", mail = "off", push = "off" } }, digestAt = 450 }).ExpectProblem(422)).ShouldBe("notifications.choice_invalid");
        (await sam.Put("/api/v1/notifications/settings", new { digestAt = 1440 }).ExpectProblem(422)).ShouldBe("notifications.hours_invalid");
        (await sam.Put("/api/v1/notifications/courses/none/mute", new { muted = true }).ExpectProblem(404)).ShouldBe("notifications.no_course");
        (await sam.Put("/api/v1/notifications/settings", new { digestAt = 450 }).Expect(200))["quiet"].ShouldBeNull();
    }

    [Fact]
    public async Task Push_services_are_public_ones_and_the_worker_is_a_script_of_this_site()
    {
        using var sam = await hub.Visitor().Register("Sam");
        (await sam.Get("/api/v1/notifications/push-key").Expect(200))["key"]!.GetValue<string>().Length.ShouldBe(87);
        var keys = new { p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", auth = "BTBZMqHH6r4Tts7J_aSIgg" };
        foreach (var endpoint in (string[])["http://127.0.0.1:9/x", "https://localhost/x", "https://169.254.169.254/x", "https://[::1]/x", "ftp://push.example.org/x", ""])
            (await sam.Post("/api/v1/notifications/devices", new { endpoint, keys, name = "x" }).ExpectProblem(422)).ShouldBe("notifications.device_invalid");
        (await sam.Post("/api/v1/notifications/devices", new { endpoint = "https://push.example.org/x" }).ExpectProblem(422)).ShouldBe("notifications.device_invalid");
        var added = await sam.Post("/api/v1/notifications/devices", new { endpoint = "https://push.example.org/x", keys, name = "Firefox <on> Linux" }).Expect(200);
        (await Page(sam, "/settings/notifications")).ShouldContain("Firefox &lt;on&gt; Linux");
        await sam.Delete($"/api/v1/notifications/devices/{added["deviceId"]!.GetValue<string>()}").Expect(204);
        (await sam.Get("/api/v1/notifications/settings").Expect(200))["devices"]!.AsArray().ShouldBeEmpty();
        using var script = await hub.Visitor().Http.GetAsync("/push-worker.js");
        script.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        script.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_browser_that_is_added_gets_its_own_id_also_one_that_was_there()
    {
        using var sam = await hub.Visitor().Register("Sam");
        var keys = new { p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", auth = "BTBZMqHH6r4Tts7J_aSIgg" };
        async Task<string> Added(string name) =>
            (await sam.Post("/api/v1/notifications/devices", new { endpoint = $"https://push.example.org/{name}", keys, name }).Expect(200))["deviceId"]!.GetValue<string>();
        var (a, b) = (await Added("a"), await Added("b"));
        a.ShouldNotBe(b);
        (await Added("a")).ShouldBe(a);
        var devices = (await sam.Get("/api/v1/notifications/settings").Expect(200))["devices"]!.AsArray();
        devices.Select(d => d!["deviceId"]!.GetValue<string>()).ShouldBe([a, b], ignoreOrder: true);
        devices.ShouldAllBe(d => d!["here"]!.GetValue<bool>() && d["open"]!.GetValue<bool>());
        (await Page(sam, "/settings/notifications")).ShouldContain($"{a}=here {b}=here");
    }

    [Fact]
    public async Task Undoing_a_mute_brings_back_what_the_person_had_chosen()
    {
        var (ines, sam, course) = await Learner();
        await Schedule(ines, course);
        await Until(async () => await Unread(sam) == 1);
        await sam.Put("/api/v1/notifications/settings", new { kinds = new[] { new { kind = "class_scheduled", inApp = "atOnce", mail = "off", push = "daily" } }, digestAt = 450 }).Expect(200);
        var id = (await Items(sam))[0]!["notificationId"]!.GetValue<string>();
        (await Posted(sam, $"/notifications/{id}/mute", ("what", "kind"))).ShouldContain("done=kind");
        await Posted(sam, $"/notifications/{id}/mute", ("what", "kind"), ("muted", "off"));
        Kind(await sam.Get("/api/v1/notifications/settings").Expect(200), "class_scheduled").ShouldSatisfyAllConditions(
            k => k["inApp"]!.GetValue<string>().ShouldBe("atOnce"), k => k["mail"]!.GetValue<string>().ShouldBe("off"), k => k["push"]!.GetValue<string>().ShouldBe("daily"));
    }

    [Fact]
    public async Task A_link_of_a_mail_asks_when_it_is_followed_and_ends_when_it_is_posted_by_whoever_has_it()
    {
        using var sam = await hub.Visitor().Register("Sam");
        var key = await KeyOf("main");
        var path = "/unsubscribe/" + Token(key, $"{sam.UserId}/class_scheduled");
        using var visitor = hub.Visitor();
        using (var asked = await visitor.Http.GetAsync(path))
        {
            asked.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await asked.Content.ReadAsStringAsync()).ShouldContain("Live class scheduled");
        }
        Kind(await sam.Get("/api/v1/notifications/settings").Expect(200), "class_scheduled")["mail"]!.GetValue<string>().ShouldBe("atOnce");
        // As mail programs send it (RFC 8058, section 3.2): no cookies, from anywhere.
        for (var i = 0; i < 2; i++)
            using (var ended = await visitor.Http.PostAsync(path, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]))) ended.StatusCode.ShouldBe(HttpStatusCode.OK);
        Kind(await sam.Get("/api/v1/notifications/settings").Expect(200), "class_scheduled")["mail"]!.GetValue<string>().ShouldBe("off");
        foreach (var bad in (string[])[path + "a", path[..^3], "/unsubscribe/x", "/unsubscribe/a.b"])
            (await visitor.Http.GetAsync(bad)).StatusCode.ShouldBe(HttpStatusCode.NotFound, bad);
        // Another academy has another key.
        using var elsewhere = hub.Visitor(WebHub.OtherHost);
        (await elsewhere.Http.PostAsync(path, new FormUrlEncodedContent([]))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>As mails carry it: what it ends, and 16 bytes of HMAC with a key derived from the academy's.</summary>
    private static string Token(byte[] key, string what)
    {
        var mac = HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "notifications/unsubscribe/1"u8.ToArray()), Encoding.UTF8.GetBytes(what))[..16];
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(what))}.{Base64Url.EncodeToString(mac)}";
    }

    private async Task<byte[]> KeyOf(string tenant)
    {
        using (ActorContext.As(Actor.System(tenant)))
            return await hub.Services.GetRequiredService<IGrainFactory>().GetGrain<Grains.Interfaces.Tenants.IKeyRingGrain>($"{tenant}/keys").GetSigningKey();
    }

    private static System.Text.Json.Nodes.JsonNode Kind(System.Text.Json.Nodes.JsonNode settings, string kind) => settings["kinds"]!.AsArray().Single(k => k!["kind"]!.GetValue<string>() == kind)!;

    private static async Task<string> Posted(HubClient person, string path, params (string Name, string Value)[] fields)
    {
        using var response = await person.Http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))));
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
        return response.Headers.Location!.ToString();
    }

    private static async Task<string> Page(HubClient person, string path)
    {
        using var response = await person.Http.GetAsync(path);
        ((int)response.StatusCode).ShouldBe(200, path);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
