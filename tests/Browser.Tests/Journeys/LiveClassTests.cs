using System.Globalization;
using System.Text.Json.Nodes;
using LearningHub.Bench.Common;
using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Look;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>A live class: an instructor whose camera shows a clock, and attendees who read it, one of them by HLS. <c>HUB_LIVE_SECONDS</c> says for how long at least (15).</summary>
public sealed class LiveClassTests(ProcessHub hub, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<ProcessHub>
{
    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("HUB_LIVE_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given : 15;

    /// <summary>What the pages' consoles say while there is no hub.</summary>
    private static readonly string[] Outage = ["WebSocket connection to", "Failed to load resource", "Failed to complete negotiation", "Failed to start the connection", "Connection disconnected with error", "net::ERR_", "Failed to fetch", "Failed to start the transport"];

    [ChromiumFact]
    public Task A_class_outlives_a_reload_of_its_host_and_a_kill_of_its_process_with_room_poll_hands_attendance_recording_and_HLS() => hub.Play("live class", async cast =>
    {
        var (teacher, course, students) = await Course("Amara Lindqvist", "Jonas Ferreira", "Mei Castellano", "Olek Bauer");
        object Plan(int limit) => new { title = "Statistics clinic", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60, attendeeLimit = limit };
        var id = (await teacher.Post($"/api/v1/courses/{course}/live-classes", Plan(2)).Expect(201))["classId"]!.GetValue<string>();
        var api = $"/api/v1/live-classes/{id}";
        var ines = await cast.Enter("Ines Okafor");
        await ines.ComesAs(teacher);
        var host = new LiveRoom(ines, id);
        await host.HoldsAClockBeforeTheCamera();
        await host.Enter();
        await host.Press("Open the room");
        var rooms = new List<LiveRoom>();
        foreach (var (name, session) in students.Take(3))
        {
            var person = await cast.Enter(name);
            await person.ComesAs(session);
            // A browser without decoders for chunks takes the class by HLS.
            if (rooms.Count == 2)
            {
                await person.Context.AddInitScriptAsync("delete window.VideoDecoder; delete window.AudioDecoder;");
                // A player hears of every break of the broadcast, and of its end, by a refusal.
                person.Expects("/hls");
            }
            var room = new LiveRoom(person, id);
            await room.Enter();
            rooms.Add(room);
            if (rooms.Count < 3) await room.Shows("Raise hand"); else await room.Shows("You are 1st in line");
        }
        var (amara, jonas, mei) = (rooms[0], rooms[1], rooms[2]);

        // A seat more: who waited is let in.
        await teacher.Put(api, Plan(3)).Expect(200);
        await mei.Shows("Raise hand");
        await host.Press("Start class");
        await Task.WhenAll(rooms.Select(r => r.WatchesTheClock()));
        await mei.SeesAPictureMadeAfter(Now());
        var address = await Addressed(students[1].Session, students[3].Session, api);
        // A player that knows nothing of us, all the time; and another that looks closely, for either sound.
        await using var listener = new LiveListener(new Uri(hub.Address, address.Replace("index", "opus", StringComparison.Ordinal)), students[1].Session.Token);
        var played = Task.WhenAll(((string[])["opus", "aac"]).Select(sound => LivePlaylist.Play(new Uri(hub.Address, address.Replace("index", sound, StringComparison.Ordinal)), sound, students[1].Session.Token, output.WriteLine)));

        await amara.Press("Raise hand");
        await host.Shows("Amara Lindqvist", ".hub-handlist");
        await host.AsksAPoll("Does it contain 0.5?", "Yes", "No");
        await amara.Votes("Yes");
        await jonas.Votes("No");
        foreach (var room in (LiveRoom[])[host, .. rooms]) await room.ShowsVotes(1, 1);

        await played;
        // The host's page sends nothing while it is inspected.
        var inspection = new Inspection();
        var looking = TimeProvider.System.GetTimestamp();
        await inspection.OfShown(ines, "live-host");
        var inspected = TimeProvider.System.GetElapsedTime(looking).TotalSeconds;
        await inspection.OfShown(amara.Person, "live-attendee");
        inspection.Findings.ShouldBeEmpty();

        // Measured while the class goes on, and not while the pages are inspected, which stops them for as long as that takes.
        var from = Now();
        await jonas.AsksTheHost("Is it symmetric?");
        await amara.Press("Hand up, next");
        await amara.Press("Raise hand");
        await host.Shows("Amara Lindqvist", ".hub-handlist");
        await Watched(rooms, from, Seconds, "before");

        // Nothing is heard for a while, and the page is too busy to listen.
        await host.Switch("Mute");
        var muted = TimeProvider.System.GetTimestamp();
        await Until(muted, 2.5);
        await host.Switch("Unmute");
        var quiet = TimeProvider.System.GetElapsedTime(muted).TotalSeconds;
        await Until(TimeProvider.System.GetTimestamp(), 1);
        await host.IsBusyFor(700);

        // The host's page is loaded again: on the air by itself, and the picture goes on.
        var reloadedAt = Now();
        await ines.Page.ReloadAsync();
        var (reload, reloadByHls) = await Back(rooms, reloadedAt + 200, reloadedAt);
        foreach (var room in (LiveRoom[])[host, .. rooms]) await room.ShowsVotes(1, 1);
        await Until(TimeProvider.System.GetTimestamp(), 2);

        // The process is killed and comes back, and everybody with it.
        double outage = 0, absence = 0;
        long killed = 0, between = 0;
        async Task Kill()
        {
            (var killedAt, killed) = (Now(), TimeProvider.System.GetTimestamp());
            (_, var to, between) = await hub.KillAndStart();
            (outage, var byHls) = await Back(rooms, to.ToUnixTimeMilliseconds(), killedAt);
            Say($"host loaded again: picture back after {reload:F1} s, by HLS {reloadByHls:F1} s; host process killed: it answered after {(to.ToUnixTimeMilliseconds() - killedAt) / 1_000:F1} s, all saw the picture after {outage:F1} s, by HLS {byHls:F1} s");
            // The room has them back when their own sockets are, which is another matter than the picture.
            foreach (var room in (LiveRoom[])[host, .. rooms]) await room.Shows("Connected", ".hub-stage > header");
            absence = (Now() - killedAt) / 1_000;
        }
        await Expecting([ines, .. rooms.Select(r => r.Person)], Kill);
        from = Now();
        await host.Shows("Amara Lindqvist", ".hub-handlist");
        await amara.Shows("Hand up, next", ".hub-deck");
        await mei.Votes("Yes");
        foreach (var room in (LiveRoom[])[host, .. rooms]) await room.ShowsVotes(2, 1);
        await jonas.Tab("Questions");
        await jonas.Shows("Is it symmetric?", ".hub-questions");
        await Watched(rooms, from, Math.Min(Seconds, 4), "after the kill");
        var (heard, lost, refused) = listener.Check(killed, between);
        Say($"a player of HLS had new segments {heard:F1} s after the kill, and {listener.Taken} in all; meanwhile {lost} requests had no answer and {refused} were refused");

        var endedAt = TimeProvider.System.GetTimestamp();
        var asked = await host.Ends();
        await mei.Shows("The class is over");
        var ended = (await teacher.Get(api).Expect(200))["room"]!;
        var ran = ended["ran"]!.GetValue<long>() / 1_000.0;
        await Attended(teacher, api, students.Take(3), ran, absence);
        // Whether one may still is asked every three seconds.
        await Wait.Until("the address is over with the class", TimeSpan.FromSeconds(60), async () => (int)(await students[1].Session.Get(address)).StatusCode, status => status == 409);

        var lesson = $"/courses/{course}/lessons/live-{id}";
        await Wait.Until("the recording can be played", TimeSpan.FromMinutes(6), async () => (int)(await students[0].Session.Get($"/api/v1{lesson}/playback")).StatusCode, status => status == 200);
        Say($"recording playable {TimeProvider.System.GetElapsedTime(endedAt).TotalSeconds:F1} s after the end of a class of {ran:F1} s");
        var liveAt = ended["liveAt"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds();
        Recorded(await LiveRecording.Read(Path.Combine(hub.Media, "sources", $"live-{id}")), liveAt, ran, reload, outage, inspected, quiet, asked);
        await Played(jonas.Person, course, id, liveAt);
    });

    /// <summary>How long after a moment everybody saw what was before the camera later; the last of the rooms takes the class by HLS.</summary>
    private static async Task<(double Sockets, double Hls)> Back(IReadOnlyList<LiveRoom> rooms, double madeAfter, double since)
    {
        var back = await Task.WhenAll(rooms.Select(r => r.SeesAPictureMadeAfter(madeAfter)));
        return ((back[..^1].Max(b => b.ShownAt) - since) / 1_000, (back[^1].ShownAt - since) / 1_000);
    }

    /// <summary>An address for the one who sits in the class; the other, who does not, gets none and cannot use it.</summary>
    private static async Task<string> Addressed(HubClient seated, HubClient other, string api)
    {
        (await other.Get($"{api}/hls").ExpectProblem(403)).ShouldBe("live_classes.not_seated");
        var address = (await seated.Get($"{api}/hls").Expect(200))["src"]!.GetValue<string>();
        (await other.Get(address).ExpectProblem(403)).ShouldBe("live_classes.address_not_yours");
        (await seated.Get(address.Replace(".m3u8", "x.m3u8", StringComparison.Ordinal))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        return address;
    }

    private async Task<(HubClient Teacher, string Course, IReadOnlyList<(string Name, HubClient Session)> Students)> Course(params string[] names)
    {
        using var admin = await hub.Admin();
        var teacher = new HubClient(hub.Address);
        await (await teacher.Register("Ines Okafor")).MadeInstructorBy(admin);
        var (course, _, _) = await teacher.TeachCourse("Statistics");
        var students = new List<(string, HubClient)>();
        foreach (var name in names)
        {
            var student = await new HubClient(hub.Address).Register(name);
            await student.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(200, 201);
            students.Add((name, student));
        }
        return (teacher, course, students);
    }

    /// <summary>How old the pictures are that everybody sees, told and not judged: that depends on what else the machine does.</summary>
    private async Task Watched(IReadOnlyList<LiveRoom> rooms, double from, double seconds, string when)
    {
        await Wait.Until("they have watched", TimeSpan.FromSeconds(seconds + 10), () => Now() - from >= seconds * 1_000);
        seconds = (Now() - from) / 1_000;
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        foreach (var room in rooms)
        {
            var ages = (await room.Readings()).Where(r => r.ShownAt >= from).Select(r => r.Age).Order().ToArray();
            ages.Length.ShouldBeGreaterThan(5, $"{room.Person.Name} sees pictures");
            Say($"{when}: {room.Person.FirstName} saw {ages.Length} pictures in {seconds:F0} s, glass to glass p50 {ages[ages.Length / 2]:F0} ms, p99 {ages[(int)(ages.Length * 0.99)]:F0} ms (load {load})");
        }
    }

    private static async Task Attended(HubClient teacher, string api, IEnumerable<(string Name, HubClient Session)> students, double ran, double absence)
    {
        var rows = (JsonArray)await teacher.Get($"{api}/attendance").Expect(200);
        foreach (var (name, session) in students)
        {
            var row = rows.Single(r => r!["userId"]!.GetValue<string>() == session.UserId)!;
            // A room that is away for 20 s since its last note, which may be 2 s old when it is killed, cannot say who was there meanwhile.
            row["seconds"]!.GetValue<long>().ShouldBeInRange((long)(ran - (absence > 17 ? absence + 10 : 0) - 2), (long)ran + 1, $"{name} was there all the time, which was {ran:F1} s");
        }
    }

    private void Recorded(LiveRecording recording, double liveAt, double ran, double reload, double outage, double inspected, double muted, double asked)
    {
        var quiet = muted + inspected;
        var zeros = recording.Zeros.Select(z => (z.At, Off: LiveClock.Between(liveAt, z.Zero))).ToArray();
        var offs = zeros.Select(z => z.Off).Order().ToArray();
        Say($"recording: {recording.PictureSeconds:F1} s of pictures, {recording.SoundSeconds:F1} s of sound, of a class of {ran:F1} s; longest holes {string.Join(", ", recording.Holes.Take(4).Select(h => h.ToString("F2", CultureInfo.InvariantCulture)))} s; {recording.SilentSeconds:F1} s silent of which {quiet:F1} s muted or inspected ({string.Join(", ", recording.Silences.Where(q => q.To - q.From > 0.4).Select(q => FormattableString.Invariant($"{q.From:F1}-{q.To:F1}")))}); its clock is off by {offs[offs.Length / 20]:F0} to {offs[offs.Length * 19 / 20]:F0} ms, {offs[offs.Length / 2]:F0} ms in the middle");
        recording.PictureSeconds.ShouldBeInRange(ran - 2 - asked, ran + 0.5);
        recording.SoundSeconds.ShouldBe(recording.PictureSeconds, 1, "sound and picture end together");
        recording.Holes[0].ShouldBeLessThan(Math.Max(outage, Math.Max(reload, inspected)) + 1, "the hole is no longer than what made it and what was on its way");
        recording.Holes.Where(h => h > 2).Sum().ShouldBeLessThan(outage + reload + quiet, "nothing else is missing");
        // A busy machine loses some packets on their way into the page; what it loses is silent, and moves nothing.
        recording.SilentSeconds.ShouldBeLessThan(outage + reload + quiet + 5 + ran * 0.03, "what was said is heard");
        // The same clock before and after the reload and the kill, and that of the class.
        foreach (var part in zeros.GroupBy(z => (int)(z.At / 10)).Where(p => p.Count() >= 10)) Median(part.Select(z => z.Off)).ShouldBeInRange(-500, 500, $"the clock of the recording about {part.Key * 10} s");
    }

    /// <summary>An attendee opens the lesson: what is shown at a moment of the video was before the camera at that moment of the class.</summary>
    private async Task Played(Person person, string course, string id, double liveAt)
    {
        await person.Open($"/learn/{course}/live-{id}");
        var player = new Player(person);
        await LiveClock.Watch(person, "hub-player video");
        await player.Play();
        // The first pictures may stand for a moment in which there were none yet.
        var seen = await Wait.Until("the recording plays", TimeSpan.FromMinutes(2), async () => (await LiveClock.Readings(person)).Where(r => r.Position > 2_500).ToArray(), r => r.Length > 20);
        var off = Median(seen.Select(r => LiveClock.Between(liveAt + r.Position, r.Clock)));
        Say($"played: {seen.Length} pictures read, the clock is off by {off:F0} ms");
        off.ShouldBeInRange(-700, 700);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static async Task Expecting(IReadOnlyList<Person> people, Func<Task> act)
    {
        foreach (var person in people)
        {
            var inner = act;
            act = () => person.Expecting(Outage, inner);
        }
        await act();
    }

    private static Task Until(long from, double seconds) => Wait.Until("time passes", TimeSpan.FromSeconds(seconds + 10), () => TimeProvider.System.GetElapsedTime(from).TotalSeconds >= seconds);

    private static double Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private void Say(FormattableString text)
    {
        output.WriteLine(FormattableString.Invariant(text));
        Console.WriteLine(FormattableString.Invariant($"live class: {FormattableString.Invariant(text)}"));
    }
}
