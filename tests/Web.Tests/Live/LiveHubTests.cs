using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.WebFrontend.Common.Live;
using Orleans;
using Xunit.Abstractions;

namespace LearningHub.Web.Tests.Live;

[Collection("live")]
public sealed class LiveHubTests(LiveHost host, ITestOutputHelper output)
{
    private async Task<(LivePerson Prof, LivePerson Ann, LivePerson Bob, string Course)> Class()
    {
        var (prof, ann, bob) = (await host.Person("Pia Prof", Roles.Instructor), await host.Person("Ann"), await host.Person("Bob"));
        return (prof, ann, bob, await host.Course(prof, ann, bob));
    }

    private async Task<ChatMessage> Say(LivePerson person, string course, string text)
    {
        using (person.Acting())
            return LiveHost.Ok(await host.Grains.ChatRoom(new CourseKey(person.Tenant, course)).Send(new SendMessage(text) { OperationId = Guid.NewGuid().ToString("n") }));
    }

    private static bool IsOk(JsonObject answer) => answer["ok"]!.GetValue<bool>();
    private static string? Error(JsonObject answer) => answer["error"]?.GetValue<string>();

    [Fact]
    public async Task A_watcher_is_told_where_the_room_stands_and_gets_what_comes_in_order()
    {
        var (_, ann, bob, course) = await Class();
        await Say(ann, course, "before");
        await using var socket = await bob.Connect();
        var answer = await socket.Watch($"chat:{course}");
        (IsOk(answer), answer["seq"]!.GetValue<long>()).ShouldBe((true, 1));

        for (var i = 0; i < 10; i++) await Say(ann, course, $"m{i}");
        for (var i = 0; i < 10; i++)
        {
            JsonObject push;
            // From a queue that is behind, what the answer counted already may still come: a hint too many.
            do push = await socket.Push("message"); while (push["seq"]!.GetValue<long>() <= 1);
            (push["seq"]!.GetValue<long>(), push["data"]!["text"]!.GetValue<string>(), push["data"]!["changed"]!.GetValue<long>(), push["topic"]!.GetValue<string>())
                .ShouldBe((i + 2, $"m{i}", i + 2, $"chat:{course}"));
        }
    }

    [Fact]
    public async Task Acknowledgement_and_push_are_quick()
    {
        var (_, ann, bob, course) = await Class();
        await using var socket = await bob.Connect();
        await socket.Watch($"chat:{course}");
        var (acks, pushes) = (new List<double>(), new List<double>());
        for (var i = 0; i < 40; i++)
        {
            var at = Stopwatch.GetTimestamp();
            await Say(i % 2 == 0 ? ann : bob, course, $"m{i}");
            acks.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            await socket.Push("message");
            pushes.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }
        acks.Sort();
        pushes.Sort();
        output.WriteLine($"acknowledged p50 {acks[20]:F1} ms, p95 {acks[38]:F1} ms; at the other's socket p50 {pushes[20]:F1} ms, p95 {pushes[38]:F1} ms");
    }

    [Fact]
    public async Task Topics_that_are_not_open_to_the_caller_are_refused_with_a_code()
    {
        var (_, ann, _, course) = await Class();
        var eve = await host.Person("Eve");
        await using var socket = await eve.Connect();
        Error(await socket.Watch($"chat:{course}")).ShouldBe("chat.not_member");
        Error(await socket.Watch($"user:{ann.UserId}")).ShouldBe("live.not_allowed");
        Error(await socket.Watch("media:nothing")).ShouldNotBeNull();
        IsOk(await socket.Watch($"course:{course}")).ShouldBeTrue();
        Error(await socket.Watch("course:nothing")).ShouldNotBeNull();
        foreach (var topic in (string?[])["", null, "chat", "chat:", ":x", "chat:../x", "chat:A b", "nothing:x", "chat:" + new string('x', 65), new string('x', 3_000)])
            Error(await socket.Invoke("Watch", topic)).ShouldBe("live.no_topic");
    }

    [Fact]
    public async Task A_visitor_watches_courses_and_nothing_else()
    {
        var (_, _, _, course) = await Class();
        await using var socket = await LiveSocket.Connect(host.Address);
        IsOk(await socket.Watch($"course:{course}")).ShouldBeTrue();
        Error(await socket.Watch($"chat:{course}")).ShouldBe("live.sign_in");
        Error(await socket.Watch("user:system")).ShouldBe("live.sign_in");
    }

    [Fact]
    public async Task Another_tenants_admin_sees_nothing_of_a_room()
    {
        var (_, ann, _, course) = await Class();
        var stranger = await host.Person("Otto", Roles.Admin, "other");
        await using var socket = await stranger.Connect();
        IsOk(await socket.Watch($"course:{course}")).ShouldBeFalse();
        // A room of the same name in their own tenant is theirs to watch at most; nothing comes over from the first.
        await socket.Watch($"chat:{course}");
        await Say(ann, course, "for the first tenant only");
        await socket.Watch("nothing:fence");
        socket.Seen.ShouldNotContain(f => f.ToJsonString().Contains("first tenant", StringComparison.Ordinal));
        // A session of one tenant is nobody in another.
        await using var crossed = await LiveSocket.Connect(host.Address, stranger.Token);
        Error(await crossed.Watch($"chat:{course}")).ShouldBe("live.sign_in");
    }

    [Fact]
    public async Task Typing_reaches_the_others()
    {
        var (_, ann, bob, course) = await Class();
        await using var mine = await ann.Connect();
        await using var theirs = await bob.Connect();
        await mine.Watch($"chat:{course}");
        await theirs.Watch($"chat:{course}");
        await mine.Invoke("Typing", $"chat:{course}");
        (await theirs.Push("typing"))["data"]!["userId"]!.GetValue<string>().ShouldBe(ann.UserId);
    }

    [Fact]
    public async Task Presence_counts_people_not_sockets_and_forgets_those_who_leave()
    {
        var (_, ann, bob, course) = await Class();
        await using var mine = await ann.Connect();
        await mine.Watch($"chat:{course}");
        await using (var first = await bob.Connect())
        await using (var second = await bob.Connect())
        {
            await first.Watch($"chat:{course}");
            await second.Watch($"chat:{course}");
            await Count(mine, 2);
        }
        await Count(mine, 1);

        static async Task Count(LiveSocket socket, int expected)
        {
            while ((await socket.Push("presence", LiveSocket.Repeated))["data"]!["count"]!.GetValue<int>() != expected) { }
        }
    }

    [Fact]
    public async Task Whoever_comes_last_is_shown_themselves_and_never_an_older_count_after_a_newer()
    {
        const int many = 8;
        var prof = await host.Person("Pia Prof", Roles.Instructor);
        var people = await Task.WhenAll(Enumerable.Range(0, many).Select(i => host.Person($"Guest {i}")));
        var course = await host.Course(prof, people);
        var sockets = new List<LiveSocket>();
        try
        {
            foreach (var person in people)
            {
                sockets.Add(await person.Connect());
                await sockets[^1].Watch($"chat:{course}");
            }
            foreach (var socket in sockets)
            {
                var (number, count) = (0L, 0);
                while (count < many)
                {
                    var push = await socket.Push("presence", LiveSocket.Repeated);
                    push["seq"]!.GetValue<long>().ShouldBeGreaterThan(number);
                    (number, count) = (push["seq"]!.GetValue<long>(), push["data"]!["count"]!.GetValue<int>());
                }
            }
        }
        finally
        {
            foreach (var socket in sockets) await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task One_who_is_removed_is_told_and_gets_nothing_later()
    {
        var (prof, ann, bob, course) = await Class();
        await using var mine = await ann.Connect();
        await using var theirs = await bob.Connect();
        await mine.Watch($"chat:{course}");
        await theirs.Watch($"chat:{course}");

        using (prof.Acting()) LiveHost.Ok(await host.Grains.Enrolment(new MemberKey("main", course, bob.UserId)).Remove(new RemoveStudent("test")));
        await Say(ann, course, "bob must not see this");

        await mine.Push("message");
        (await theirs.Push("removed"))["data"]!["userId"]!.GetValue<string>().ShouldBe(bob.UserId);
        Error(await theirs.Watch($"chat:{course}")).ShouldBe("chat.not_member");
        theirs.Seen.ShouldNotContain(f => f.ToJsonString().Contains("bob must not", StringComparison.Ordinal));
        using var http = bob.Http();
        foreach (var path in (string[])["messages", "changes?after=0"])
            (await http.GetAsync($"/api/v1/courses/{course}/chat/{path}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_ended_session_closes_its_own_socket_and_a_suspension_all()
    {
        var bob = await host.Person("Bob");
        var phone = await bob.OtherDevice();
        var admin = await host.Person("Ada", Roles.Admin);
        await using var atDesk = await bob.Connect();
        await using var onPhone = await phone.Connect();
        await atDesk.Watch("nothing:fence");
        await onPhone.Watch("nothing:fence");

        using (bob.Acting()) LiveHost.Ok(await host.Grains.User(new UserKey("main", bob.UserId)).EndSession(new EndSession(phone.SessionId)));
        await onPhone.Ended();
        await onPhone.Closed();
        Error(await atDesk.Watch("nothing:fence")).ShouldBe("live.no_topic");

        var at = Stopwatch.GetTimestamp();
        using (admin.Acting()) LiveHost.Ok(await host.Grains.User(new UserKey("main", bob.UserId)).Suspend(new SuspendUser("test")));
        (await atDesk.Ended()).ShouldBe("suspended");
        await atDesk.Closed();
        output.WriteLine($"closed {Stopwatch.GetElapsedTime(at).TotalMilliseconds:F0} ms after the suspension was asked for");
    }

    [Fact]
    public async Task Read_markers_reach_the_persons_own_sockets_without_watching()
    {
        var (_, ann, bob, course) = await Class();
        await Say(ann, course, "hello");
        await using var socket = await bob.Connect();
        await socket.Watch("nothing:fence");
        using (bob.Acting()) LiveHost.Ok(await host.Grains.ChatReader(new MemberKey("main", course, bob.UserId)).MarkRead(new MarkRead(1)));
        var push = await socket.Push("read");
        (push["topic"]!.GetValue<string>(), push["data"]!["seq"]!.GetValue<long>()).ShouldBe(($"user:{bob.UserId}", 1));
    }

    [Fact]
    public async Task People_whose_topics_share_a_stream_each_hear_and_are_ended_by_their_own_alone()
    {
        var byStream = new Dictionary<object, LivePerson>();
        (LivePerson Ann, LivePerson Bob)? found = null;
        // Of one more than there are streams two are on the same.
        while (found is null)
        {
            var person = await host.Person("Somebody");
            if (!byStream.TryAdd(LiveTopics.Stream("main", LiveTopics.User(person.UserId)), person)) found = (byStream[LiveTopics.Stream("main", LiveTopics.User(person.UserId))], person);
        }
        var (ann, bob) = found.Value;
        await using var mine = await ann.Connect();
        await using var theirs = await bob.Connect();
        await mine.Watch("nothing:fence");
        await theirs.Watch("nothing:fence");
        var stream = host.Services.GetRequiredService<IClusterClient>().GetStreamProvider(LiveTopics.Provider).GetStream<LivePush>(LiveTopics.Stream("main", LiveTopics.User(ann.UserId)));
        foreach (var topic in (string[])[LiveTopics.User(ann.UserId), LiveTopics.User("somebody-else"), "chat:elsewhere", ""]) await stream.OnNextAsync(new LivePush(topic, "secret", 1, "{}"));
        await stream.OnNextAsync(new LivePush(LiveTopics.User(bob.UserId), "own", 2, "{}"));

        (await mine.Push("secret"))["topic"]!.GetValue<string>().ShouldBe(LiveTopics.User(ann.UserId));
        await theirs.Push("own");
        Told(theirs).ShouldBeEmpty();

        using (ann.Acting()) LiveHost.Ok(await host.Grains.User(new UserKey("main", ann.UserId)).EndSession(new EndSession(ann.SessionId)));
        await mine.Closed();
        await stream.OnNextAsync(new LivePush(LiveTopics.User(ann.UserId), "secret", 3, "{}"));
        await stream.OnNextAsync(new LivePush(LiveTopics.User(bob.UserId), "still", 4, "{}"));
        await theirs.Push("still");
        Told(theirs).ShouldBeEmpty();
        Told(mine).ShouldAllBe(f => f["target"]!.GetValue<string>() == "end");

        static IEnumerable<JsonObject> Told(LiveSocket socket) => socket.Seen.Where(f => f["target"] is not null);
    }

    [Fact]
    public async Task The_subscription_lives_as_long_as_there_is_a_viewer()
    {
        var (_, ann, bob, course) = await Class();
        var relay = host.Services.GetRequiredService<LiveRelay>();
        await using (var first = await ann.Connect())
        {
            await first.Watch($"chat:{course}");
            relay.IsOpen($"chat:{course}", "main").ShouldBeTrue();
            await using var second = await bob.Connect();
            await second.Watch($"chat:{course}");
            await first.Invoke("Unwatch", $"chat:{course}");
            relay.IsOpen($"chat:{course}", "main").ShouldBeTrue();
            await Say(ann, course, "still there");
            await second.Push("message");
            await second.Invoke("Unwatch", $"chat:{course}");
            relay.IsOpen($"chat:{course}", "main").ShouldBeFalse();
            await Say(ann, course, "to nobody");
            await second.Watch($"chat:{course}");
            await Say(ann, course, "to somebody again");
            // From a queue that is behind, what was said to nobody may still come: a hint too many.
            string text;
            do text = (await second.Push("message"))["data"]!["text"]!.GetValue<string>(); while (text == "to nobody");
            text.ShouldBe("to somebody again");
        }
        await Wait.Until(() => !relay.IsOpen($"chat:{course}", "main"));
    }

    [Fact]
    public async Task After_a_lost_gateway_pushes_go_on_and_viewers_are_told_to_read_again()
    {
        var (_, ann, bob, course) = await Class();
        await using var socket = await bob.Connect();
        await socket.Watch($"chat:{course}");
        await host.Services.GetRequiredService<LiveRelay>().Reconnect();
        await socket.Push("resync");
        await Say(ann, course, "once");
        (await socket.Push("message"))["seq"]!.GetValue<long>().ShouldBe(1);
        await socket.Watch("nothing:fence");
        socket.Seen.Count(f => f.ToJsonString().Contains("\"once\"", StringComparison.Ordinal)).ShouldBe(0);
    }

    [Fact]
    public async Task One_who_does_not_read_is_closed_and_delays_nobody()
    {
        const int many = 3_000;
        var (_, ann, bob, course) = await Class();
        await using var reader = await ann.Connect();
        await using var sleeper = await LiveSocket.Connect(host.Address, bob.Token, reads: false);
        await reader.Watch($"chat:{course}");
        await sleeper.Send($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["chat:{{course}}"]}""");
        var presence = host.Grains.GetGrain<IPresenceGrain>($"main/chat:{course}");
        await Wait.Until(async () =>
        {
            using (ActorContext.As(Actor.System("main"))) return (await presence.Get()).Count == 2;
        });

        var stream = host.Services.GetRequiredService<IClusterClient>().GetStreamProvider(LiveTopics.Provider).GetStream<LivePush>(LiveTopics.Stream("main", $"chat:{course}"));
        var payload = LiveJson.Of(new { text = new string('x', 4_000) });
        for (var i = 1; i <= many; i++)
        {
            await stream.OnNextAsync(new LivePush($"chat:{course}", "message", i, payload));
            // The reader's own queue is bounded too: it is let to keep up.
            if (i % 100 == 0) while ((await reader.Push("message"))["seq"]!.GetValue<long>() < i) { }
        }
        await Wait.Until(async () =>
        {
            using (ActorContext.As(Actor.System("main"))) return (await presence.Get()).Count == 1;
        }, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task No_more_than_fifty_topics_and_no_flood_of_calls()
    {
        var prof = await host.Person("Pia Prof", Roles.Instructor);
        await using var socket = await prof.Connect();
        using (prof.Acting())
            for (var i = 0; i <= LiveConnectionLimits.Topics; i++)
                LiveHost.Ok(await host.Grains.Course(new CourseKey("main", $"limit-{prof.UserId}-{i}")).Create(new CreateCourse($"Course {i}", "Baking", CourseLevel.StartingOut, "en")));
        var answers = new List<string?>();
        for (var i = 0; i <= LiveConnectionLimits.Topics; i++) answers.Add(Error(await socket.Watch($"course:limit-{prof.UserId}-{i}")));
        answers.Count(a => a is null).ShouldBe(LiveConnectionLimits.Topics);
        answers[^1].ShouldBe("live.too_many_topics");
        // Nobody waits for the answers: on a slow machine that would be slow enough.
        for (var i = 0; i < 300; i++) await socket.Send($$"""{"type":1,"invocationId":"flood{{i}}","target":"Watch","arguments":["nothing:x"]}""");
        await socket.Watch("nothing:x");
        socket.Seen.ShouldContain(f => f.ToJsonString().Contains("live.too_fast", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Frames_that_make_no_sense_close_at_most_their_own_socket()
    {
        var ann = await host.Person("Ann");
        string[] frames =
        [
            "no json", "{", "[]", "null", "{}", """{"type":1}""", """{"type":"x"}""", """{"type":99}""", """{"type":1,"target":"Watch"}""",
            """{"type":1,"invocationId":"1","target":"Watch","arguments":[]}""", """{"type":1,"invocationId":"1","target":"Watch","arguments":[1]}""",
            """{"type":1,"invocationId":"1","target":"Watch","arguments":[{"a":1}]}""", """{"type":1,"invocationId":"1","target":"Watch","arguments":["a","b"]}""",
            """{"type":1,"invocationId":"1","target":"NoSuch","arguments":[]}""", """{"type":1,"invocationId":"1","target":"OnConnectedAsync","arguments":[]}""",
            """{"type":1,"invocationId":"1","target":"Dispose","arguments":[]}""", """{"type":4,"invocationId":"1","target":"Watch","arguments":["x:y"]}""",
            """{"type":1,"target":"Watch","arguments":["\ud800"]}""", "\0\0\0", """{"type":1,"target":"Watch","arguments":["__"]}""".Replace("__", new string('x', 8_000), StringComparison.Ordinal),
        ];
        foreach (var frame in frames)
        {
            await using var socket = await ann.Connect();
            await socket.Send(frame);
        }
        foreach (var handshake in (string[])["", "{}", "no json", """{"protocol":"messagepack","version":1}""", """{"protocol":"json","version":99}""", new string('x', 5_000)])
        {
            await using var socket = await LiveSocket.Connect(host.Address, ann.Token, handshake: handshake);
            await socket.Closed();
        }
        await using var healthy = await ann.Connect();
        Error(await healthy.Watch("nothing:x")).ShouldBe("live.no_topic");
    }

    [Fact]
    public async Task Requests_to_the_hubs_address_that_are_no_socket_are_refused_without_an_error_of_ours()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        foreach (var (method, path) in ((string, string)[])[("GET", "/hubs/live"), ("POST", "/hubs/live"), ("GET", "/hubs/live?id=x"), ("POST", "/hubs/live?id=%00"),
            ("DELETE", "/hubs/live"), ("POST", "/hubs/live/negotiate?negotiateVersion=x"), ("POST", "/hubs/live/negotiate?negotiateVersion=1"), ("GET", "/hubs/live/negotiate"), ("PUT", "/hubs/nothing")])
        {
            using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "GET" ? null : new StringContent("x") });
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"{method} {path}");
        }
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_open_a_socket_with_the_persons_cookie()
    {
        var ann = await host.Person("Ann");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"hub_session={ann.Token}");
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/hubs/live" }.Uri, CancellationToken.None));
    }
}

internal static class LiveConnectionLimits
{
    public const int Topics = 50;
}
