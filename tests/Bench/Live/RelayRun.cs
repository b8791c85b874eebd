using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Live;

/// <param name="LeftOut">Pictures that viewers were spared because they did not keep up.</param>
/// <param name="FrontEndBack">From the kill of a front end until all its people had the room and new pictures at the other.</param>
/// <param name="RoomBack">From the kill of the silo that had the room until a vote counted and everybody was told.</param>
/// <param name="FarSilence">The longest time without a chunk for those at the other front end, meanwhile.</param>
/// <param name="NearSilence">The same for those who sit where the publisher is.</param>
internal sealed record RelayReport(long Sent, long LeftOut, TimeSpan FrontEndBack, TimeSpan RoomBack, TimeSpan FarSilence, TimeSpan NearSilence, IReadOnlyList<string> Findings)
{
    public override string ToString() => FormattableString.Invariant(
        $"{Sent} chunks, {LeftOut} pictures left out at viewers that did not keep up; a front end killed: everybody back after {FrontEndBack.TotalSeconds:0.0} s; the room's silo killed: it counted votes again after {RoomBack.TotalSeconds:0.0} s, longest silence {FarSilence.TotalSeconds:0.0} s at the other front end, {NearSilence.TotalSeconds:0.0} s at the publisher's\n")
        + string.Join('\n', Findings);
}

/// <summary>A class whose host is at one front end and whose people sit at that one and at another, each a process of its own. The room stands on the only silo there was when it opened; then a
/// second joins. The other front end is killed, and then the room's silo.</summary>
internal sealed class RelayRun(TextWriter say) : IAsyncDisposable
{
    private const int NearPeople = 2, FarPeople = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), Soon = TimeSpan.FromMinutes(1);

    private sealed class Seat(Person person)
    {
        public Person Person => person;
        public RoomSeat Room { get; private set; } = new();
        public MediaSeat Media { get; private set; } = new(new());

        public async Task Open(Uri address, string classId, CancellationToken cancellation)
        {
            await Leave();
            (Room, Media) = (new(), new(new()));
            await Room.Open(address, person.Token, $"class:{classId}", cancellation);
            await Media.Open(address, $"/live/{classId}/watch", person.Token, cancellation);
        }

        public async Task Leave()
        {
            await Room.DisposeAsync();
            await Media.DisposeAsync();
        }
    }

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "hub-relay-" + Guid.NewGuid().ToString("n")[..10])).FullName;
    private readonly List<string> _findings = [];
    private readonly List<Seat> _near = [], _far = [];
    private readonly Chunks _chunks = new();
    private FaultClient _client = null!;
    private Academy _academy = null!;
    private string _class = "";
    private long _leftOut;
    private int _serial;

    private IEnumerable<Seat> All => _near.Concat(_far);
    private string Api => $"/api/v1/live-classes/{_class}";

    public async Task<RelayReport> Execute(CancellationToken cancellation)
    {
        await using var cluster = await TwoSilos.Start(_folder, cancellation, silos: 1, frontEnds: 2);
        try
        {
            return await Execute(cluster, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"The run broke off: {e.Message}\n{string.Join('\n', _findings)}\n{cluster.LogTails()}", e);
        }
    }

    private async Task<RelayReport> Execute(TwoSilos cluster, CancellationToken cancellation)
    {
        var (near, far) = (cluster.FrontEnds[0], cluster.FrontEnds[1]);
        using var ledger = new Ledger(Path.Combine(_folder, "ledger.jsonl"));
        using var client = _client = new FaultClient(near.Address, ledger, new Traffic(), Patience);
        await Open(near.Address, far.Address, cancellation);
        await cluster.Silos[1].Start(cancellation);

        using var publisher = new ClientWebSocket();
        publisher.Options.SetRequestHeader("Authorization", "Bearer " + _academy.InstructorToken);
        await publisher.ConnectAsync(new UriBuilder(near.Address) { Scheme = "ws", Path = $"/live/{_class}/publish" }.Uri, cancellation);
        // As a page does: it sends when it has the number of its broadcast.
        if ((await publisher.ReceiveAsync(new byte[64].AsMemory(), cancellation)).MessageType != WebSocketMessageType.Binary) throw new InvalidOperationException($"The host is not let on the air: {publisher.CloseStatusDescription}");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = _chunks.Run(Timeout.InfiniteTimeSpan, frame => publisher.SendAsync(frame, WebSocketMessageType.Binary, true, CancellationToken.None), over.Token);
        await Media("chunks at everybody", All, s => s.Media.Received > 100, sending, cancellation);
        var first = await Poll("Clear?", cancellation);
        await Put(_far[0], "hand", new() { ["up"] = true }, cancellation);
        await Everything("while all is well", sending, cancellation);

        var (asked, killed) = (await State(cancellation), Stopwatch.GetTimestamp());
        await far.End(kill: true, cancellation);
        // Their pages come back to the front end that a balancer has left.
        await Task.WhenAll(_far.Select(s => s.Open(near.Address, _class, cancellation)));
        await Media("new pictures at those whose front end was killed", _far, s => s.Media.NewestSentAt > killed, sending, cancellation);
        var frontEndBack = Stopwatch.GetElapsedTime(killed);
        Same("after the kill of a front end", asked, await State(cancellation));
        await far.Start(cancellation);
        await Task.WhenAll(_far.Select(s => s.Open(far.Address, _class, cancellation)));
        await Media("chunks at the front end that came back", _far, s => s.Media.Received > 100, sending, cancellation);
        await Everything("at the front end that came back", sending, cancellation);

        (asked, killed) = (await State(cancellation), Stopwatch.GetTimestamp());
        foreach (var seat in All) seat.Media.Recount();
        await cluster.Silos[0].End(kill: true, cancellation);
        var second = await Poll("And now?", cancellation, close: false);
        var roomBack = Stopwatch.GetElapsedTime(killed);
        await Media("new pictures at everybody", All, s => Stopwatch.GetElapsedTime(s.Media.NewestSentAt) < TimeSpan.FromSeconds(1), sending, cancellation);
        Same("after the kill of the room's silo", asked, await State(cancellation), first);
        var (farSilence, nearSilence) = (_far.Max(s => s.Media.LongestSilence), _near.Max(s => s.Media.LongestSilence));
        Whole(_near, "a silo was killed, at the publisher's own front end");
        await Everything("after the kill of the room's silo", sending, cancellation);
        await _academy.Post($"{Api}/polls/{second}/close", [], _academy.InstructorToken, cancellation);
        await _academy.Post($"{Api}/end", [], _academy.InstructorToken, cancellation);
        await Wait.Until("everybody is told of the end", Soon, () => All.All(s => s.Room is { Phase: "ended" } && s.Room.Closed(second) is not null), cancellation);
        await over.CancelAsync();
        try { await sending; }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException) { } // The class is over, and its sockets with it.
        if (All.Any(s => s.Room.Backwards > 0)) _findings.Add("a room's numbers went backwards");
        return new(_chunks.Sent, _leftOut, frontEndBack, roomBack, farSilence, nearSilence, _findings);
    }

    private async Task Open(Uri near, Uri far, CancellationToken cancellation)
    {
        _academy = new Academy(_client, "relay");
        await _academy.Open(cancellation);
        var (course, token) = (await _academy.MakeCourse("Live", cancellation), _academy.InstructorToken);
        var plan = new JsonObject { ["title"] = "Live", ["startsAt"] = TimeProvider.System.GetUtcNow().AddHours(1).ToString("o"), ["minutes"] = 60, ["attendeeLimit"] = NearPeople + FarPeople };
        _class = (await _academy.Post($"/api/v1/courses/{course}/live-classes", plan, token, cancellation))["classId"]!.GetValue<string>();
        await _academy.Post($"{Api}/open", [], token, cancellation);
        for (var i = 0; i < NearPeople + FarPeople; i++)
        {
            var op = FormattableString.Invariant($"relay-attendee-{i}");
            var person = await Person.Register(_client, op, $"Attendee {i}", cancellation) ?? throw new InvalidOperationException($"{op} could not register.");
            if (!await person.Enrol(_client, $"{op}-enrol", course, cancellation)) throw new InvalidOperationException($"{op} could not enrol.");
            var seat = new Seat(person);
            (i < NearPeople ? _near : _far).Add(seat);
            await Put(seat, "seat", [], cancellation);
            await seat.Open(i < NearPeople ? near : far, _class, cancellation);
        }
        await _academy.Post($"{Api}/start", [], token, cancellation);
        await say.WriteLineAsync("the class is live");
    }

    /// <summary>Asked by the host, answered by everybody, seen by everybody.</summary>
    private async Task<long> Poll(string question, CancellationToken cancellation, bool close = true)
    {
        var token = _academy.InstructorToken;
        var number = (await _academy.Post($"{Api}/polls", new() { ["question"] = question, ["options"] = new JsonArray("Yes", "No"), ["anonymous"] = false }, token, cancellation))["number"]!.GetValue<long>();
        await Task.WhenAll(All.Select(s => Put(s, $"polls/{number}/vote", new() { ["option"] = 1 }, cancellation)));
        await Wait.Until("all votes at everybody", Patience, () => Task.FromResult(string.Join(", ", All.Select(s => s.Room.Votes(number)))), votes => votes == string.Join(", ", All.Select(_ => All.Count())), cancellation);
        if (!close) return number;
        await _academy.Post($"{Api}/polls/{number}/close", [], token, cancellation);
        await Wait.Until("the poll's end at everybody", Soon, () => All.All(s => s.Room.Saw(number) && s.Room.Closed(number) == All.Count()), cancellation);
        return number;
    }

    /// <param name="sending">Must not have ended: the host is on the air all the time.</param>
    private async Task Media(string what, IEnumerable<Seat> seats, Func<Seat, bool> good, Task sending, CancellationToken cancellation)
    {
        await Wait.Until(what, Patience, async () =>
        {
            if (sending.IsCompleted)
            {
                await sending;
                throw new InvalidOperationException("The host does not send any more.");
            }
            return string.Join("; ", seats.Where(s => !good(s)).Select(s => $"{s.Person.Email} has {s.Media.Received} chunks up to {s.Media.Last} of {_chunks.Sent}"));
        }, missing => missing.Length == 0, cancellation);
    }

    /// <summary>From now on all chunks come to everybody, in order.</summary>
    private async Task Everything(string when, Task sending, CancellationToken cancellation)
    {
        foreach (var seat in All) seat.Media.Recount();
        var until = _chunks.Sent + 3 * (Chunks.PicturesPerSecond + Chunks.SoundsPerSecond);
        await Media($"three seconds of chunks at everybody {when}", All, s => s.Media.Last >= until, sending, cancellation);
        Whole(All, when);
    }

    /// <summary>Nothing is missing but pictures up to a key frame, which is what a viewer that does not keep up is spared.</summary>
    private void Whole(IEnumerable<Seat> seats, string when)
    {
        foreach (var media in seats.Select(s => s.Media))
        {
            _leftOut += media.LeftOut;
            if (media.Torn > 0 || media.OutOfOrder > 0) _findings.Add($"{when}: {media.Torn} chunks missing, {media.OutOfOrder} out of order");
        }
    }

    /// <summary>The room as one who sits in it sees it, without what only counts time.</summary>
    private async Task<JsonNode> State(CancellationToken cancellation)
    {
        var seen = (await _client.Get(Api, _far[0].Person.Token, cancellation: cancellation)).Expect(200).Json;
        var room = seen["room"]!.AsObject();
        foreach (var changing in (string[])["ran", "number"]) room.Remove(changing);
        seen["questions"]!.AsObject().Remove("number");
        return seen;
    }

    /// <param name="poll">Null: the poll too. Else the room has a later one now, and this one's answer is with the person.</param>
    private void Same(string when, JsonNode before, JsonNode after, long? poll = null)
    {
        if (poll is { } number)
        {
            if (after["me"]!["votes"]![FormattableString.Invariant($"{number}")]?.GetValue<int>() != 1) _findings.Add($"{when}: an answer is lost: {after["me"]}");
            foreach (var view in (JsonNode[])[before, after])
            {
                view["room"]!.AsObject().Remove("poll");
                view["me"]!.AsObject().Remove("votes");
            }
        }
        if (!JsonNode.DeepEquals(before, after)) _findings.Add($"{when} the room is another: {before} became {after}");
    }

    private async Task Put(Seat who, string path, JsonObject body, CancellationToken cancellation) =>
        (await _client.Send($"relay-{Interlocked.Increment(ref _serial)}", "live", HttpMethod.Put, $"{Api}/{path}", [], body, who.Person.Token, cancellation: cancellation)).Expect(200);

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in All) await seat.Leave();
        if (_findings.Count == 0) await Folders.Remove(_folder);
    }
}
