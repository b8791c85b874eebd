using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Live;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Web.Tests.LiveClasses;

[Collection("live")]
public sealed class MediaSocketTests(LiveHost host)
{
    private sealed record Room(string Id, string Course, LivePerson Host, LivePerson Ann)
    {
        public string Publish => $"/live/{Id}/publish";
        public string Watch => $"/live/{Id}/watch";
    }

    private async Task<Room> Open(bool live = true)
    {
        var (prof, ann) = (await host.Person("Pia Prof", Roles.Instructor), await host.Person("Ann"));
        var course = await host.Course(prof, ann);
        using var http = prof.Http();
        var scheduled = await http.PostAsJsonAsync($"/api/v1/courses/{course}/live-classes", new { title = "Class", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60 });
        var id = JsonNode.Parse(await scheduled.Content.ReadAsStringAsync())!["classId"]!.GetValue<string>();
        if (live) (await http.PostAsJsonAsync($"/api/v1/live-classes/{id}/start", new { })).EnsureSuccessStatusCode();
        using var attendee = ann.Http();
        if (live) (await attendee.PutAsJsonAsync($"/api/v1/live-classes/{id}/seat", new { })).EnsureSuccessStatusCode();
        return new(id, course, prof, ann);
    }

    private Task<MediaClient> Connect(string path, LivePerson who) => MediaClient.Connect(host.Address, path, who.Token);

    private async Task<MediaClient> OnAir(Room room)
    {
        var publisher = await Connect(room.Publish, room.Host);
        await publisher.Next(FrameKind.Session);
        await publisher.Send(MediaClient.VideoConfig());
        return publisher;
    }

    private static byte[] Key(long at, byte mark = 1) => MediaClient.Frame(FrameKind.VideoKey, at, [mark, 0, 0]);
    private static byte[] Delta(long at, byte mark = 2) => MediaClient.Frame(FrameKind.VideoDelta, at, [mark, 0, 0]);

    [Fact]
    public async Task A_viewer_gets_every_chunk_and_one_who_comes_late_gets_all_since_the_last_key_frame_before_the_edge()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await publisher.Send(Key(0));
        await using var first = await Connect(room.Watch, room.Ann);
        for (var i = 1; i <= 5; i++) await publisher.Send(Delta(i * 1000));
        await publisher.Send(Key(6000, 9));
        await publisher.Send(Delta(7000));
        // Whether the first ones come before the edge or after depends on who was faster; none is missing.
        (await first.Chunks(8)).Select(f => f.Timestamp).ShouldBe([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000]);

        await using var late = await Connect(room.Watch, room.Ann);
        var frames = await late.Take(5);
        frames.Select(f => f.Kind).ShouldBe([FrameKind.Session, FrameKind.VideoConfig, FrameKind.VideoKey, FrameKind.VideoDelta, FrameKind.Edge]);
        (frames[2].Timestamp, frames[2].Payload[0]).ShouldBe((6000, (byte)9));
    }

    [Fact]
    public async Task A_host_who_comes_back_replaces_the_broadcast_and_the_viewers_stay()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await using var viewer = await Connect(room.Watch, room.Ann);
        (await viewer.Next(FrameKind.Session)).Timestamp.ShouldBe(1);
        await using var again = await OnAir(room);
        (await viewer.Next(FrameKind.Session)).Timestamp.ShouldBe(2);
        await again.Send(Key(1));
        await viewer.Next(FrameKind.VideoKey);
        (await publisher.Closed()).Code.ShouldBe(MediaSocket.Replaced);
    }

    [Fact]
    public async Task Who_is_removed_from_the_course_loses_pictures_and_room_before_anybody_looks_by_the_clock()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await publisher.Send(Key(0));
        await using var watching = await room.Ann.Connect();
        (await watching.Watch($"class:{room.Id}"))["ok"]!.GetValue<bool>().ShouldBeTrue();
        await using var viewer = await Connect(room.Watch, room.Ann);
        await viewer.Next(FrameKind.VideoKey);
        using var http = room.Host.Http();
        (await http.DeleteAsync($"/api/v1/courses/{room.Course}/roster/{room.Ann.UserId}")).EnsureSuccessStatusCode();
        (await viewer.Closed()).Code.ShouldBe(MediaSocket.Over);
        (await watching.Push("removed"))["topic"]!.GetValue<string>().ShouldBe($"class:{room.Id}");
    }

    [Fact]
    public async Task Who_may_not_is_refused_at_the_handshake()
    {
        var room = await Open();
        var eve = await host.Person("Eve");
        await Should.ThrowAsync<WebSocketException>(() => Connect(room.Watch, eve));
        await Should.ThrowAsync<WebSocketException>(() => MediaClient.Connect(host.Address, room.Watch, null));
        await Should.ThrowAsync<WebSocketException>(() => MediaClient.Connect(host.Address, room.Publish, room.Host.Token, "https://evil.example"));
        await Should.ThrowAsync<WebSocketException>(() => MediaClient.Connect(host.Address, "/live/none/watch", room.Ann.Token));
        // An attendee is in the room, but no host.
        await using var ann = await Connect(room.Publish, room.Ann);
        (await ann.Closed()).Code.ShouldBe(MediaSocket.Refused);
        var closed = await Open(live: false);
        await Should.ThrowAsync<WebSocketException>(() => Connect(closed.Watch, closed.Ann));
    }

    [Theory]
    [InlineData("text", 1009)]
    [InlineData("short", 1008)]
    [InlineData("own kind", 1008)]
    [InlineData("early", 1008)]
    [InlineData("config", 1008)]
    [InlineData("state", 1008)]
    [InlineData("negative", 1008)]
    [InlineData("large", 1009)]
    [InlineData("audio", 1008)]
    public async Task What_no_publisher_sends_ends_the_socket_and_reaches_nobody(string what, int code)
    {
        var room = await Open();
        await using var publisher = await Connect(room.Publish, room.Host);
        await publisher.Next(FrameKind.Session);
        await using var viewer = await Connect(room.Watch, room.Ann);
        await viewer.Next(FrameKind.Edge);
        byte[] bytes = what switch
        {
            "text" => Encoding.UTF8.GetBytes("hello"),
            "short" => [3, 0, 0],
            "own kind" => MediaClient.Frame(FrameKind.Session, 99, [1]),
            "early" => Key(0),
            "config" => MediaClient.Frame(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":99999,"codedHeight":1,"description":"AA=="}""")),
            "state" => MediaClient.Frame(FrameKind.State, 0, Encoding.UTF8.GetBytes("""{"camera":"<script>"}""")),
            "negative" => MediaClient.Frame(FrameKind.Audio, -1, [1]),
            "large" => new byte[MediaFrame.Largest + 1],
            _ => MediaClient.Frame(FrameKind.Audio, 0, new byte[MediaFrame.MaxAudio + 1]),
        };
        await publisher.Send(bytes, what == "text" ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
        (await publisher.Closed()).Code.ShouldBe(code);
        (await viewer.Next()).Kind.ShouldBe(FrameKind.Idle);
    }

    [Fact]
    public async Task One_who_floods_is_shut_out()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        var flood = MediaClient.Frame(FrameKind.VideoKey, 1, new byte[900_000]);
        var sent = Task.Run(async () => { for (var i = 0; i < 40; i++) await publisher.Send(flood); });
        (await publisher.Closed()).Code.ShouldBe(1008);
        await Should.ThrowAsync<Exception>(() => sent);
    }

    [Fact]
    public async Task What_was_sent_is_what_is_recorded()
    {
        var room = await Open();
        var folder = host.Services.GetRequiredService<RecordingFolder>();
        byte[][] sent = [MediaClient.VideoConfig(), Key(0), .. Enumerable.Range(1, 50).Select(i => Delta(i * 33_000, (byte)i))];
        await using (var publisher = await Connect(room.Publish, room.Host))
        {
            await publisher.Next(FrameKind.Session);
            await using var viewer = await Connect(room.Watch, room.Ann);
            foreach (var bytes in sent) await publisher.Send(bytes);
            while ((await viewer.Next(FrameKind.VideoDelta)).Timestamp < 50 * 33_000) { }
            // The publisher's process is gone without a word, as far as the file is concerned.
            var file = folder.Sessions(new("main", room.Id)).ShouldHaveSingleItem();
            RecordingFile.Read(file).Select(r => r.Frame.Bytes).ShouldBe(sent);
        }
    }

    [Fact]
    public async Task Chunks_reach_the_viewers_of_another_front_end_from_the_last_key_frame_on_and_only_while_it_wants_them()
    {
        var key = new LiveClassKey("main", "links" + Guid.NewGuid().ToString("n")[..6]);
        var cluster = host.Services.GetRequiredService<IClusterClient>();
        MediaRelay Relay() => new(cluster, TimeProvider.System, NullLogger<MediaRelay>.Instance);
        await using var source = await Relay().Enter(key, publishes: true);
        source.Media.Begin(1).ShouldBeTrue();
        void Send(byte[] bytes)
        {
            source.Media.Accept(1, new(bytes));
            source.Link!.Offer(1, new(bytes));
        }
        Send(MediaClient.VideoConfig());
        Send(Key(0));
        Send(Delta(1));

        await using var elsewhere = await Relay().Enter(key, publishes: false);
        var queue = new ViewerQueue(TimeProvider.System);
        elsewhere.Media.Join(queue);
        var got = new List<MediaFrame>();
        var reading = Task.Run(async () =>
        {
            while (await queue.Next(default) is { } frame)
                lock (got) got.Add(frame);
        });
        await Until(() => Count() == 2);
        for (var i = 2; i <= 100; i++) Send(i % 30 == 0 ? Key(i) : Delta(i));
        await Until(() => Count() == 101);
        lock (got) got.Where(f => f.IsChunk).Select(f => f.Timestamp).ShouldBe(Enumerable.Range(0, 101).Select(i => (long)i));
        queue.Close();
        await reading;

        int Count()
        {
            lock (got) return got.Count(f => f.IsChunk);
        }
    }

    private static Task Until(Func<bool> condition) => LearningHub.Grains.Tests.Hosting.Wait.Until(condition);

    [Fact]
    public async Task By_hls_only_what_was_made_may_be_kept_and_what_is_not_there_is_asked_for_again()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await publisher.Send(Key(0));
        for (var i = 1; i <= 20; i++) await publisher.Send(Delta(i * 100_000));
        using var http = room.Ann.Http();
        var src = JsonNode.Parse(await http.GetStringAsync($"/api/v1/live-classes/{room.Id}/hls"))!["src"]!.GetValue<string>();
        using var playlist = await http.GetAsync(src);
        (playlist.StatusCode, playlist.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.OK, "no-store"));
        var part = System.Text.RegularExpressions.Regex.Match(await playlist.Content.ReadAsStringAsync(), @"URI=.(\d+-0\.m4s)").Groups[1].Value;
        foreach (var made in (string[])["init-1.mp4", part])
        {
            using var answer = await http.GetAsync(src.Replace("index.m3u8", made, StringComparison.Ordinal));
            (answer.StatusCode, answer.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.OK, "max-age=60, private"), made);
        }
        foreach (var missing in (string[])["init-99.mp4", "1.m4s", "1-0.m4s", "no-such-name"])
        {
            using var answer = await http.GetAsync(src.Replace("index.m3u8", missing, StringComparison.Ordinal));
            (answer.StatusCode, answer.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.NotFound, "no-store"), missing);
        }
        using var forged = await http.GetAsync($"/live/{room.Id}/hls/x.y/init-1.mp4");
        (forged.StatusCode, forged.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.Forbidden, "no-store"));
    }
}
