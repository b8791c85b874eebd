using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Tests.Transcoding;
using LearningHub.Web.Tests.Live;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Streams;
using LivePerson = LearningHub.Web.Tests.Live.LivePerson;

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
        (await first.Chunks(1))[0].Timestamp.ShouldBe(0);
        // One after the other: what waits for a second on a busy machine is dropped, and rightly.
        foreach (var chunk in (byte[][])[.. Enumerable.Range(1, 5).Select(i => Delta(i * 1000)), Key(6000, 9), Delta(7000)])
        {
            await publisher.Send(chunk);
            (await first.Chunks(1))[0].Bytes.ShouldBe(chunk);
        }

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

    [Theory]
    [InlineData("suspended")]
    [InlineData("signed out")]
    [InlineData("no instructor any more")]
    public async Task A_host_who_is_not_who_they_were_goes_off_the_air(string what)
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await using var viewer = await Connect(room.Watch, room.Ann);
        await viewer.Next(FrameKind.VideoConfig);
        var user = host.Grains.User(new UserKey("main", room.Host.UserId));
        if (what == "signed out") using (room.Host.Acting()) LiveHost.Ok(await user.EndSession(new EndSession(room.Host.SessionId)));
        else
            using (ActorContext.As(Actor.System("main")))
                LiveHost.Ok(await (what == "suspended" ? user.Suspend(new SuspendUser("Why")) : user.SetRoles(new SetRoles([Roles.Student]))));
        (await publisher.Closed()).Code.ShouldBe(MediaSocket.Over);
        (await viewer.Next(FrameKind.Idle)).Kind.ShouldBe(FrameKind.Idle);
    }

    [Fact]
    public async Task A_host_who_becomes_more_stays_on_the_air()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await using var viewer = await Connect(room.Watch, room.Ann);
        await viewer.Next(FrameKind.VideoConfig);
        using (ActorContext.As(Actor.System("main"))) LiveHost.Ok(await host.Grains.User(new UserKey("main", room.Host.UserId)).SetRoles(new SetRoles([Roles.Instructor, Roles.Admin])));
        // Another broadcast ends this one at the next look: until then the roles were looked at too.
        await publisher.Send(Key(1));
        (await viewer.Next(FrameKind.VideoKey)).Timestamp.ShouldBe(1);
        await using var again = await OnAir(room);
        (await publisher.Closed()).Code.ShouldBe(MediaSocket.Replaced);
    }

    [Fact]
    public async Task One_who_opens_many_sockets_keeps_the_newest_and_costs_nobody_else_a_picture()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        var many = new List<MediaClient>();
        for (var i = 0; i < WatchPlaces.Most + 2; i++)
        {
            many.Add(await Connect(room.Watch, room.Ann));
            await many[^1].Next(FrameKind.Edge);
        }
        foreach (var old in many.Take(2)) (await old.Closed()).Code.ShouldBe(MediaSocket.Replaced);
        await using var other = await Connect(room.Watch, room.Host);
        await other.Next(FrameKind.Edge);
        await publisher.Send(Key(1));
        foreach (var client in many.Skip(2).Append(other)) (await client.Next(FrameKind.VideoKey)).Timestamp.ShouldBe(1);
        foreach (var client in many) await client.DisposeAsync();
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
    public async Task One_who_configures_again_and_again_is_shut_out()
    {
        var room = await Open();
        await using var publisher = await Connect(room.Publish, room.Host);
        await publisher.Next(FrameKind.Session);
        for (var i = 0; i <= PublishSocket.MostConfigurations; i++) await publisher.Send(MediaClient.VideoConfig());
        (await publisher.Closed()).ShouldBe((1008, "too many configurations"));
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
            // Each is at the viewer before the next is sent: what waits for a second is dropped.
            foreach (var bytes in sent)
            {
                await publisher.Send(bytes);
                while (!(await viewer.Next()).Bytes.AsSpan().SequenceEqual(bytes)) { }
            }
            // The publisher's process is gone without a word, as far as the file is concerned.
            var file = folder.Sessions(new("main", room.Id)).ShouldHaveSingleItem();
            // A viewer may have the last before the file does.
            await Until(() => RecordingFile.Read(file).Count() == sent.Length);
            RecordingFile.Read(file).Select(r => r.Frame.Bytes).ShouldBe(sent);
        }
    }

    [Fact]
    public async Task Every_front_end_that_joins_gets_configurations_and_those_that_have_them_nothing_twice_and_a_new_publisher_is_found_at_once()
    {
        var key = new LiveClassKey("main", "joins" + Guid.NewGuid().ToString("n")[..6]);
        // Nobody says again by the clock what they want: it stands still.
        var cluster = host.Services.GetRequiredService<IClusterClient>();
        MediaRelay Relay() => new(cluster, new StandingClock(), NullLogger<MediaRelay>.Instance);
        (ViewerQueue Queue, Func<MediaFrame[]> Got) Watch(MediaRelay.Use use)
        {
            var (queue, got) = (new ViewerQueue(new StandingClock()), new List<MediaFrame>());
            use.Media.Join(queue);
            _ = Task.Run(async () =>
            {
                while (await queue.Next(default) is { } frame)
                    lock (got) got.Add(frame);
            });
            return (queue, () => { lock (got) return [.. got]; });
        }
        await using var early = await Relay().Enter(key, publishes: false);
        var (first, firstGot) = Watch(early);
        await using var source = await Relay().Enter(key, publishes: true);
        source.Media.Begin(1).ShouldBeTrue();
        void Send(byte[] bytes)
        {
            source.Media.Accept(1, new(bytes));
            source.Link!.Offer(1, new(bytes));
        }
        Send(MediaClient.VideoConfig());
        Send(Key(0));
        for (var i = 1; i <= 20; i++) Send(Delta(i));
        await Until(() => firstGot().Count(f => f.IsChunk) == 21);
        await using var late = await Relay().Enter(key, publishes: false);
        var (second, secondGot) = Watch(late);
        await Until(() => secondGot().Count(f => f.IsChunk) == 21);
        for (var i = 21; i <= 40; i++) Send(Delta(i));
        await Until(() => firstGot().Count(f => f.IsChunk) == 41 && secondGot().Count(f => f.IsChunk) == 41);
        foreach (var got in (MediaFrame[][])[firstGot(), secondGot()])
        {
            got.Count(f => f.Kind == FrameKind.VideoConfig).ShouldBe(1);
            got.Where(f => f.IsChunk).Select(f => f.Timestamp).ShouldBe(Enumerable.Range(0, 41).Select(i => (long)i));
        }
        // A gateway went: subscribed anew, and nothing is missing or twice.
        await early.Link!.Reconnect();
        await source.Link!.Reconnect();
        for (var i = 41; i <= 60; i++) Send(Delta(i));
        await Until(() => firstGot().Count(f => f.IsChunk) == 61);
        firstGot().Where(f => f.IsChunk).Select(f => f.Timestamp).ShouldBe(Enumerable.Range(0, 61).Select(i => (long)i));
        first.Close();
        second.Close();
    }

    /// <summary>Its timers never ring.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 1;
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
        // Its reader may be as slow as the machine is.
        var queue = new ViewerQueue(new StandingClock());
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

    [Fact]
    public async Task Whatever_waits_an_item_of_the_stream_between_front_ends_stays_small_and_brings_everything()
    {
        var key = new LiveClassKey("main", "sizes" + Guid.NewGuid().ToString("n")[..6]);
        var cluster = host.Services.GetRequiredService<IClusterClient>();
        MediaRelay Relay() => new(cluster, TimeProvider.System, NullLogger<MediaRelay>.Instance);
        var sizes = new System.Collections.Concurrent.ConcurrentBag<int>();
        var ear = await cluster.GetStreamProvider(LiveTopics.Provider).GetStream<LiveMediaBatch>(LiveMediaStreams.Chunks(key)).SubscribeAsync((batch, _) =>
        {
            sizes.Add(batch.Head.Concat(batch.Chunks).Sum(b => b.Length));
            return Task.CompletedTask;
        });
        await using var source = await Relay().Enter(key, publishes: true);
        source.Media.Begin(1).ShouldBeTrue();
        void Send(byte[] bytes)
        {
            source.Media.Accept(1, new(bytes));
            source.Link!.Offer(1, new(bytes));
        }
        Send(MediaClient.VideoConfig());
        Send(MediaClient.Frame(FrameKind.VideoKey, 0, new byte[MediaFrame.MaxVideo]));
        for (var i = 1; i <= 20; i++) Send(MediaClient.Frame(FrameKind.VideoDelta, i, new byte[100_000]));
        await using var elsewhere = await Relay().Enter(key, publishes: false);
        var queue = new ViewerQueue(TimeProvider.System);
        elsewhere.Media.Join(queue);
        await Until(() => elsewhere.Media.Last == 21);
        for (var i = 21; i <= 40; i++) Send(MediaClient.Frame(FrameKind.VideoDelta, i, new byte[100_000]));
        await Until(() => elsewhere.Media.Last == 41);
        var frames = elsewhere.Media.Snapshot();
        (frames.Head.Length, frames.Backlog.Select(f => f.Timestamp).SequenceEqual(source.Media.Snapshot().Backlog.Select(f => f.Timestamp))).ShouldBe((1, true));
        sizes.Max().ShouldBeLessThan(1_000_000);
        await ear.UnsubscribeAsync();
        queue.Close();
    }

    private static Task Until(Func<bool> condition) => LearningHub.Grains.Tests.Hosting.Wait.Until(condition);

    [Fact]
    public async Task By_hls_only_what_was_made_may_be_kept_and_what_is_not_there_is_asked_for_again()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await publisher.Send(Key(0));
        for (var i = 1; i <= 35; i++) await publisher.Send(i == 20 ? Key(i * 100_000) : Delta(i * 100_000));
        using var http = room.Ann.Http();
        var src = JsonNode.Parse(await http.GetStringAsync($"/api/v1/live-classes/{room.Id}/hls"))!["src"]!.GetValue<string>();
        using var index = await http.GetAsync(src);
        (index.StatusCode, index.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.OK, "no-store"));
        (await index.Content.ReadAsStringAsync()).ShouldContain("CODECS=\"avc1.42C01F,opus\",RESOLUTION=1280x720\nopus.m3u8");
        string Named(string name) => src.Replace("index.m3u8", name, StringComparison.Ordinal);
        using var playlist = await http.GetAsync(Named("opus.m3u8"));
        (playlist.StatusCode, playlist.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.OK, "no-store"));
        var text = await playlist.Content.ReadAsStringAsync();
        var (part, map) = (System.Text.RegularExpressions.Regex.Match(text, @"URI=.([0-9a-f]{8}-\d+-0\.m4s)").Groups[1].Value, System.Text.RegularExpressions.Regex.Match(text, @"URI=.([0-9a-f]{8}-init-\d+\.mp4)").Groups[1].Value);
        foreach (var made in (string[])[map, part])
        {
            using var answer = await http.GetAsync(Named(made));
            (answer.StatusCode, answer.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.OK, "max-age=60, private"), made);
        }
        // What another process named so is not ours.
        foreach (var missing in (string[])[map.Replace("init-1", "init-99", StringComparison.Ordinal), $"{map[..8]}-1.m4s", $"{map[..8]}-1-0.m4s", $"00000000{part[8..]}", "no-such-name"])
        {
            using var answer = await http.GetAsync(Named(missing));
            (answer.StatusCode, answer.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.NotFound, "no-store"), missing);
        }
        using var forged = await http.GetAsync($"/live/{room.Id}/hls/x.y/init-1.mp4");
        (forged.StatusCode, forged.Headers.CacheControl!.ToString()).ShouldBe((HttpStatusCode.Forbidden, "no-store"));
    }

    [FactWithFFmpeg]
    public async Task By_hls_the_sound_can_be_had_as_AAC_from_the_moment_that_somebody_asks_and_not_after_the_class()
    {
        var room = await Open();
        await using var publisher = await OnAir(room);
        await publisher.Send(MediaClient.Frame(FrameKind.AudioConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"opus","sampleRate":48000,"numberOfChannels":1}""")));
        using var over = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                await publisher.Send(MediaClient.Frame(i % 50 == 0 ? FrameKind.VideoKey : FrameKind.VideoDelta, i * 20_000, [1, 0, 0]));
                await publisher.Send(MediaClient.Frame(FrameKind.Audio, i * 20_000, [0xF8, 0xFF, 0xFE]));
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        });
        using var http = room.Ann.Http();
        var opened = JsonNode.Parse(await http.GetStringAsync($"/api/v1/live-classes/{room.Id}/hls"))!;
        opened["sounds"]!.AsArray().Select(s => s!.GetValue<string>()).ShouldBe(["opus", "mp4a.40.2"]);
        string Named(string name) => opened["src"]!.GetValue<string>().Replace("index.m3u8", name, StringComparison.Ordinal);
        (await http.GetStringAsync(Named("index.m3u8"))).ShouldContain("CODECS=\"avc1.42C01F,mp4a.40.2\",RESOLUTION=1280x720\naac.m3u8");
        var (opus, aac) = (await http.GetStringAsync(Named("opus.m3u8")), await http.GetStringAsync(Named("aac.m3u8")));
        var map = System.Text.RegularExpressions.Regex.Match(aac, @"URI=.([0-9a-f]{8}-init-1\.mp4)").Groups[1].Value;
        (await http.GetByteArrayAsync(Named(map))).AsSpan().IndexOf("mp4a"u8).ShouldBeGreaterThan(0);
        opus.ShouldNotContain(map);
        aac.ShouldContain("#EXT-X-RENDITION-REPORT:URI=\"opus.m3u8\",LAST-MSN=");
        // Both say the same of the same moment.
        int Discontinuity(string playlist) => int.Parse(System.Text.RegularExpressions.Regex.Match(playlist, @"DISCONTINUITY-SEQUENCE:(\d+)").Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        Discontinuity(aac).ShouldBe(Discontinuity(opus));
        var encoders = host.Services.GetRequiredService<WebFrontend.LiveClasses.Hls.AacEncoders>();
        await Until(() => encoders.Running > 0);
        await over.CancelAsync();
        await sending;
        using (var teacher = room.Host.Http()) (await teacher.PostAsJsonAsync($"/api/v1/live-classes/{room.Id}/end", new { })).EnsureSuccessStatusCode();
        await Until(() => encoders.Running == 0);
    }
}
