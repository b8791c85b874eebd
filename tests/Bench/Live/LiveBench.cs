using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Live;

/// <summary>One class and its audience against the real program: who watches counts every chunk by its number, every poll's opening and end, and is held against the attendance list. The
/// floor is a bare fan-out of the same chunks to as many sockets, in a process of its own, in the same run.</summary>
internal static class LiveBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4), Floor = TimeSpan.FromSeconds(20), PollEvery = TimeSpan.FromSeconds(15), PollOpen = TimeSpan.FromSeconds(8), Away = TimeSpan.FromSeconds(5);
    private const int Connections = 256;

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var (attendees, seconds, seed) = (Number(args, "--attendees", 500), Number(args, "--seconds", 120), Number(args, "--seed", Random.Shared.Next(1, 100_000)));
        if (args.Contains("--pictures")) return await PictureRun.Run(Number(args, "--seconds", 60), cancellation);
        Console.WriteLine($"live: {attendees} attendees, {seconds} s, seed {seed}");
        var (floor, floorChunks, floorCpu) = await BareFan(attendees, cancellation);

        await using var stage = new Stage("live", seed, Patience, Connections);
        await stage.Start(cancellation);
        var (academy, token) = (stage.Academy, stage.Academy.InstructorToken);
        var course = await academy.MakeCourse("Live", cancellation);
        var plan = new JsonObject { ["title"] = "Live", ["startsAt"] = TimeProvider.System.GetUtcNow().AddHours(1).ToString("o"), ["minutes"] = 60 };
        var id = (await academy.Post($"/api/v1/courses/{course}/live-classes", plan, token, cancellation))["classId"]!.GetValue<string>();
        var api = $"/api/v1/live-classes/{id}";
        var relay = new Latencies();
        await using var audience = new Audience(stage, id, relay);
        await audience.Register(attendees, course, cancellation);
        await academy.Post($"{api}/open", [], token, cancellation);
        await audience.EnterAll(cancellation);
        await academy.Post($"{api}/start", [], token, cancellation);

        using var publisher = new ClientWebSocket();
        publisher.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await publisher.ConnectAsync(new UriBuilder(stage.Host.Address) { Scheme = "ws", Path = $"/live/{id}/publish" }.Uri, cancellation);
        await publisher.ReceiveAsync(new byte[64].AsMemory(), cancellation);
        var before = ProcessUse.Of(stage.Host.Id);
        var started = Stopwatch.GetTimestamp();
        var chunks = new Chunks();
        var sending = chunks.Run(TimeSpan.FromSeconds(seconds), frame => publisher.SendAsync(frame, WebSocketMessageType.Binary, true, cancellation), cancellation);
        var polls = Polls(audience, academy, api, token, sending, cancellation);
        var restless = ComeAndGo(audience, seconds, seed, cancellation);
        await sending;
        await Task.WhenAll(polls, restless);
        await Settled(audience, chunks.Sent, cancellation);
        var (after, took) = (ProcessUse.Of(stage.Host.Id), Stopwatch.GetElapsedTime(started).TotalSeconds);
        await academy.Post($"{api}/end", [], token, cancellation);

        var room = (await academy.Get(api, token, cancellation))["room"]!;
        var (liveAt, endedAt) = (room["liveAt"]!.GetValue<DateTimeOffset>(), room["endedAt"]!.GetValue<DateTimeOffset>());
        var attendance = await audience.Attendance(cancellation);
        var off = audience.People.Select(p => Off(attendance.GetValueOrDefault(p.Person.UserId), Audience.Seconds(p, liveAt, endedAt))).Order().ToArray();
        var seats = audience.People.SelectMany(p => p.Earlier.Append(p.Media)).ToArray();
        // One who was away for the whole of a poll's opening could not see it; who was there when it closed has it.
        var asked = await polls;
        var missedPolls = audience.People.Where(p => p.Earlier.Count == 0).Sum(p => asked.Count(a => !p.Room.Saw(a.Number) || p.Room.Closed(a.Number) != a.Votes));
        var missing = seats.Sum(s => s.Missing);

        var table = new Table("what", "measured", "must be");
        table.Row("attendees", attendees, "").Row("chunks sent by the host", chunks.Sent, "").Row("chunks to sockets", seats.Sum(s => s.Received), seats.Sum(s => s.Expected))
            .Row("chunks missing, out of order", $"{missing}, {seats.Sum(s => s.OutOfOrder)}", "0, 0")
            .Row("polls: votes; openings and results missing at those who stayed", $"{string.Join(" ", asked.Select(a => a.Votes))}; {missedPolls}", "0")
            .Row("pushes of the room a person; backwards", FormattableString.Invariant($"{audience.People.Average(p => p.Room.Pushes):0}; {audience.People.Sum(p => p.Room.Backwards)}"), "0")
            .Row("attendance: off by more than both clocks leave open, s: p50, p99, most", $"{Text(off[off.Length / 2])}, {Text(off[(int)(off.Length * 0.99)])}, {Text(off[^1])}", "<= 1")
            .Row("relay, host to attendee, ms: p50, p99", $"{Text(relay.At(0.5))}, {Text(relay.At(0.99))}", "")
            .Row("bare fan-out of the same (floor), ms: p50, p99", $"{Text(floor.At(0.5))}, {Text(floor.At(0.99))}", "")
            .Row("relay to floor: p50, p99", $"{Text(relay.At(0.5) / Math.Max(0.1, floor.At(0.5)))}, {Text(relay.At(0.99) / Math.Max(0.1, floor.At(0.99)))}", "")
            .Row("processors of the host, of the floor", $"{Text((after.Seconds - before.Seconds) / took)}, {Text(floorCpu)}", "")
            .Row("memory of the host, MB: before, after, peak", $"{before.Memory}, {after.Memory}, {after.Peak}", "");
        foreach (var wrong in audience.People.Where(p => Off(attendance.GetValueOrDefault(p.Person.UserId), Audience.Seconds(p, liveAt, endedAt)) > 1))
            Console.WriteLine($"{wrong.Person.Email}: {attendance.GetValueOrDefault(wrong.Person.UserId)} s by the list, {Audience.Seconds(wrong, liveAt, endedAt)} by us, {wrong.Visits.Count} visits");
        stage.Good = missing == 0 && missedPolls == 0 && off[^1] <= 1;
        table.Row("verdict", stage.Good ? "green" : "red", "green");
        Console.WriteLine(table);
        var load = (await File.ReadAllTextAsync("/proc/loadavg", cancellation)).Split(' ')[0];
        var summary = FormattableString.Invariant($"Seed {seed}: {seconds} s; {chunks.Bytes / 1e6 * 8 / seconds:0.0} Mbit/s from the host, {Chunks.PicturesPerSecond} pictures and {Chunks.SoundsPerSecond} packets of sound a second; the floor ran {Floor.TotalSeconds:0} s ({floorChunks} chunks arrived). A tenth of the attendees lost the line for {Away.TotalSeconds:0} s. Audience and host shared the processors; load at the end {load}. {BenchmarksPage.Machine}.");
        Console.WriteLine(summary);
        BenchmarksPage.Write("live", "A live class (`./hub bench live`)", $"{table}\n{summary}");
        return stage.Good ? 0 : 1;
    }

    private static async Task<(Latencies Times, long Chunks, double Processors)> BareFan(int attendees, CancellationToken cancellation)
    {
        await using var fan = await Fan.Start(cancellation);
        var times = new Latencies();
        var seats = Enumerable.Range(0, attendees).Select(_ => new MediaSeat(times)).ToArray();
        foreach (var seat in seats) await seat.Open(fan.Address, "/watch", null, cancellation);
        using var publisher = new ClientWebSocket();
        await publisher.ConnectAsync(new UriBuilder(fan.Address) { Scheme = "ws", Path = "/publish" }.Uri, cancellation);
        var (before, started) = (ProcessUse.Of(fan.Id), Stopwatch.GetTimestamp());
        var chunks = new Chunks();
        await chunks.Run(Floor, frame => publisher.SendAsync(frame, WebSocketMessageType.Binary, true, cancellation), cancellation);
        await Wait.Until("all chunks at all sockets of the floor", Patience, () => Task.FromResult(seats.Sum(s => s.Received)), sum => sum == chunks.Sent * attendees, cancellation);
        var processors = (ProcessUse.Of(fan.Id).Seconds - before.Seconds) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (var seat in seats) await seat.DisposeAsync();
        return (times, times.Count, processors);
    }

    /// <summary>A poll now and then, answered by everybody who is there.</summary>
    private static async Task<IReadOnlyList<(long Number, int Votes)>> Polls(Audience audience, Academy academy, string api, string token, Task sending, CancellationToken cancellation)
    {
        var asked = new List<(long, int)>();
        while (await Task.WhenAny(sending, Task.Delay(PollEvery - PollOpen, TimeProvider.System, cancellation)) != sending)
        {
            var poll = await academy.Post($"{api}/polls", new() { ["question"] = "Clear?", ["options"] = new JsonArray("Yes", "No"), ["anonymous"] = false }, token, cancellation);
            var number = poll["number"]!.GetValue<long>();
            var open = Stopwatch.GetTimestamp();
            await Audience.Each(audience.People, async (who, stop) =>
            {
                // Whoever is on their way back has no seat at this moment.
                if (who.IsHere) await audience.Vote(who, number, (int)(number % 2), stop);
            }, cancellation);
            if (PollOpen - Stopwatch.GetElapsedTime(open) is { Ticks: > 0 } rest) await Task.Delay(rest, TimeProvider.System, cancellation);
            var closed = await academy.Post($"{api}/polls/{number}/close", [], token, cancellation);
            asked.Add((number, closed["counts"]!.AsArray().Sum(c => c!.GetValue<int>())));
        }
        // The last push of a result is on its way.
        await Wait.Until("the last result at everybody who stayed", TimeSpan.FromSeconds(15), () => Task.FromResult(audience.People.Count(p => p.Earlier.Count == 0 && asked.Count > 0 && p.Room.Closed(asked[^1].Item1) is null)), n => n == 0, cancellation);
        return asked;
    }

    /// <summary>A tenth loses the line once and comes back.</summary>
    private static Task ComeAndGo(Audience audience, int seconds, int seed, CancellationToken cancellation)
    {
        var random = new Random(seed);
        return Task.WhenAll(audience.People.Where((_, i) => i % 10 == 3).Select(who => (who, at: TimeSpan.FromSeconds(seconds * (0.1 + 0.6 * random.NextDouble())))).ToArray().Select(async restless =>
        {
            await Task.Delay(restless.at, TimeProvider.System, cancellation);
            await Audience.Vanish(restless.who);
            await Task.Delay(Away, TimeProvider.System, cancellation);
            await audience.Return(restless.who, cancellation);
        }));
    }

    /// <summary>Until the last chunk is with everybody, or nothing more comes.</summary>
    private static async Task Settled(Audience audience, long sent, CancellationToken cancellation)
    {
        try { await Wait.Until("the last chunk at everybody", TimeSpan.FromSeconds(30), () => Task.FromResult(audience.People.Count(p => p.Media.Last < sent)), n => n == 0, cancellation); }
        catch (TimeoutException e) { Console.WriteLine(e.Message); } // The table says what is missing.
    }

    /// <summary>The list has whole seconds, rounded down.</summary>
    private static double Off(long listed, (double Least, double Most) known) => Math.Max(0, Math.Max(known.Least - listed - 1, listed - known.Most));

    private static string Text(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static int Number(string[] args, string name, int standard) =>
        Array.IndexOf(args, name) is >= 0 and var at ? at + 1 < args.Length && int.TryParse(args[at + 1], out var given) && given > 0 ? given : throw new UsageException($"{name} wants a number") : standard;
}
