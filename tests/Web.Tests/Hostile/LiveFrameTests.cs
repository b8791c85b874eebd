using System.Net.WebSockets;
using System.Text;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>Frames on the live socket that no client of ours sends: the socket is closed or answers; others do not notice.</summary>
[Collection("hostile")]
public sealed class LiveFrameTests(HostileWorld world)
{
    private const string Good = """{"protocol":"json","version":1}""";

    private static readonly (string Handshake, string[] Frames)[] Conversations =
    [
        ("", []), ("hello", []), ("{}", []), ("""{"protocol":"nothing","version":1}""", []), ("""{"protocol":"json","version":99}""", []), (new string('x', 100_000), []),
        (Good, ["not json"]), (Good, ["{}"]), (Good, ["[]"]), (Good, ["null"]), (Good, ["""{"type":99}"""]), (Good, ["""{"type":"1"}"""]),
        (Good, ["""{"type":1}"""]), (Good, ["""{"type":1,"target":null,"arguments":[]}"""]), (Good, ["""{"type":1,"invocationId":"1","target":"Nothing","arguments":[]}"""]),
        (Good, ["""{"type":1,"invocationId":"1","target":"OnConnectedAsync","arguments":[]}"""]), (Good, ["""{"type":1,"invocationId":"1","target":"Dispose","arguments":[]}"""]),
        (Good, ["""{"type":1,"invocationId":"1","target":"Watch","arguments":[]}"""]), (Good, ["""{"type":1,"invocationId":"1","target":"Watch","arguments":["a","b"]}"""]),
        (Good, ["""{"type":1,"invocationId":"1","target":"Watch","arguments":[{"a":1}]}"""]), (Good, ["""{"type":1,"invocationId":"1","target":"Watch","arguments":"chat:x"}"""]),
        (Good, ["""{"type":1,"invocationId":"1","target":"Watch","arguments":["\u0000"]}"""]), (Good, ["""{"type":1,"invocationId":"1","target":"Watch","arguments":["\ud800"]}"""]),
        (Good, ["{\"type\":1,\"invocationId\":\"1\",\"target\":\"Watch\",\"arguments\":[" + new string('[', 1500) + "]}"]),
        (Good, ["{\"type\":1,\"invocationId\":\"1\",\"target\":\"Watch\",\"arguments\":[\"" + new string('x', 200_000) + "\"]}"]),
        (Good, ["""{"type":4,"invocationId":"1","target":"Watch","arguments":["a"]}"""]), (Good, ["""{"type":2,"invocationId":"9","item":1}"""]), (Good, ["""{"type":3,"invocationId":"9","result":1}"""]),
        (Good, ["""{"type":5,"invocationId":"9"}"""]), (Good, ["""{"type":7,"error":"x"}"""]), (Good, ["""{"type":1,"invocationId":"1","target":"Watch","arguments":["a"],"streamIds":["1","2"]}"""]),
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Conversations.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_frame_that_cannot_be_is_answered_or_ends_the_socket_and_tells_nothing(int number)
    {
        var (handshake, frames) = Conversations[number];
        foreach (var token in (string?[])[null, world.Main.Student.Token])
        {
            var seen = await Talk(token, [handshake, .. frames]);
            // The protocol's own word for "no such method".
            seen.Replace("HubException", "").ShouldNotContain("Exception");
            seen.ShouldNotContain("   at ");
            seen.ShouldNotContain("LearningHub");
        }
        await using var other = await LiveSocket.Connect(world.Hub.Address, world.Main.Student.Token);
        (await other.Watch($"chat:{world.Main.Ids.Course}"))["ok"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_kind_of_message_from_another_time_is_passed_over_and_the_next_is_heard() =>
        (await Talk(world.Main.Student.Token, [Good, """{"type":99}""", """{"type":98,"what":"ever"}"""])).ShouldContain("\"last\"");

    [Fact]
    public async Task Topics_of_others_are_refused_whatever_they_are_called()
    {
        await using var live = await LiveSocket.Connect(world.Hub.Address, world.Main.Instructor.Token);
        var (main, other) = (world.Main.Ids, world.Other.Ids);
        foreach (var topic in (string?[])[$"chat:{main.Course}", $"chat:{other.Course}", $"course:{other.Course}", $"media:{main.Media}", $"media:{other.Media}", $"user:{main.User}", $"course:{main.Draft}",
            "chat:other/x", "chat:../x", ":", "chat:", ":x", "a:b:c", "", null, "system:queries", "CHAT:" + main.Course, new string('a', 90) + ":b"])
            (await live.Watch(topic!))["ok"]!.GetValue<bool>().ShouldBeFalse(topic);
    }

    [Fact]
    public async Task Thousands_of_calls_are_refused_for_being_too_fast_and_the_socket_lives()
    {
        await using var live = await LiveSocket.Connect(world.Hub.Address, world.Main.Student.Token);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            if (i % 3 > 0) await live.Send($$"""{"type":1,"target":"{{(i % 3 == 1 ? "Typing" : "Unwatch")}}","arguments":["chat:{{world.Main.Ids.Course}}"]}""");
            else if ((await live.Watch($"course:c{i}"))["error"]?.GetValue<string>() == "live.too_fast") refused++;
        }
        refused.ShouldBeGreaterThan(500);
        await using var other = await LiveSocket.Connect(world.Hub.Address, world.Main.Owner.Token);
        (await other.Watch($"chat:{world.Main.Ids.Course}"))["ok"]!.GetValue<bool>().ShouldBeTrue();
    }

    /// <summary>Sends, and reads until an honest call behind it is answered or the server has closed.</summary>
    private async Task<string> Talk(string? token, string[] frames)
    {
        using var bound = new CancellationTokenSource(Verdict.Patience * 3);
        using var socket = new ClientWebSocket();
        if (token is not null) socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await socket.ConnectAsync(new UriBuilder(world.Hub.Address) { Scheme = "ws", Path = "/hubs/live" }.Uri, bound.Token);
        var seen = new StringBuilder();
        try
        {
            foreach (var frame in frames) await socket.SendAsync(Encoding.UTF8.GetBytes(frame + '\u001e'), WebSocketMessageType.Text, true, bound.Token);
            // An honest call behind it: answered, or the socket is closed by then.
            await socket.SendAsync(Encoding.UTF8.GetBytes("{\"type\":1,\"invocationId\":\"last\",\"target\":\"Watch\",\"arguments\":[\"course:x\"]}\u001e"), WebSocketMessageType.Text, true, bound.Token);
            var buffer = new byte[8192];
            while (!seen.ToString().Contains("\"last\"", StringComparison.Ordinal))
            {
                var received = await socket.ReceiveAsync(buffer, bound.Token);
                if (received.MessageType == WebSocketMessageType.Close) break;
                seen.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
        }
        catch (WebSocketException)
        {
            // Cut off.
        }
        return seen.ToString();
    }
}
