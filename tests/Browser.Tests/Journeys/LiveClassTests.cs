using System.Globalization;
using System.Text.Json.Nodes;
using LearningHub.Bench.Common;
using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Look;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>A live class: an instructor whose camera shows a clock, and attendees who read it. <c>HUB_LIVE_SECONDS</c> says for how long (4).</summary>
public sealed class LiveClassTests(ProcessHub hub, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<ProcessHub>
{
    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("HUB_LIVE_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given : 4;

    /// <summary>What the pages' consoles say while there is no hub.</summary>
    private static readonly string[] Outage = ["WebSocket connection to", "Failed to load resource", "Failed to complete negotiation", "Failed to start the connection", "Connection disconnected with error", "net::ERR_", "Failed to fetch", "Failed to start the transport"];

    [ChromiumFact]
    public Task A_class_outlives_a_reload_of_its_host_and_a_kill_of_its_process_with_room_poll_hands_attendance_and_recording() => hub.Play("live class", async cast =>
    {
        var (teacher, course, students) = await Course("Amara Lindqvist", "Jonas Ferreira", "Mei Castellano");
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
        foreach (var (name, session) in students)
        {
            var person = await cast.Enter(name);
            await person.ComesAs(session);
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
        await Watched(rooms, Seconds, "before");

        await amara.Press("Raise hand");
        await host.Shows("Amara Lindqvist", ".hub-handlist");
        await host.AsksAPoll("Does it contain 0.5?", "Yes", "No");
        await amara.Votes("Yes");
        await jonas.Votes("No");
        foreach (var room in (LiveRoom[])[host, .. rooms]) await room.ShowsVotes(1, 1);
        await jonas.AsksTheHost("Is it symmetric?");

        // Nothing is heard for a while, and the page is too busy to listen.
        await host.Switch("Mute");
        var muted = TimeProvider.System.GetTimestamp();
        await Until(muted, 2.5);
        await host.Switch("Unmute");
        var quiet = TimeProvider.System.GetElapsedTime(muted).TotalSeconds;
        await Until(TimeProvider.System.GetTimestamp(), 1);
        await host.IsBusyFor(700);

        var inspection = new Inspection();
        await inspection.OfShown(ines, "live-host");
        await inspection.OfShown(amara.Person, "live-attendee");
        inspection.Findings.ShouldBeEmpty();

        // The host's page is loaded again: on the air by itself, and the picture goes on.
        var reloadedAt = Now();
        await ines.Page.ReloadAsync();
        var back = await Task.WhenAll(rooms.Select(r => r.SeesAPictureMadeAfter(reloadedAt + 200)));
        var reload = (back.Max(b => b.ShownAt) - reloadedAt) / 1_000;
        foreach (var room in (LiveRoom[])[host, .. rooms]) await room.ShowsVotes(1, 1);
        await Until(TimeProvider.System.GetTimestamp(), 2);

        // The process is killed and comes back, and everybody with it.
        double outage = 0;
        async Task Kill()
        {
            var killedAt = Now();
            var (_, to) = await hub.KillAndStart();
            back = await Task.WhenAll(rooms.Select(r => r.SeesAPictureMadeAfter(to.ToUnixTimeMilliseconds())));
            outage = (back.Max(b => b.ShownAt) - killedAt) / 1_000;
            Say($"host loaded again: picture back after {reload:F1} s; host process killed: it answered after {(to.ToUnixTimeMilliseconds() - killedAt) / 1_000:F1} s, all saw the picture after {outage:F1} s");
        }
        await Expecting([ines, .. rooms.Select(r => r.Person)], Kill);
        await host.Shows("Amara Lindqvist", ".hub-handlist");
        await amara.Shows("Hand up, next", ".hub-deck");
        await mei.Votes("Yes");
        foreach (var room in (LiveRoom[])[host, .. rooms]) await room.ShowsVotes(2, 1);
        await jonas.Tab("Questions");
        await jonas.Shows("Is it symmetric?", ".hub-questions");
        await Watched(rooms, Seconds, "after the kill");

        await host.Ends();
        await mei.Shows("The class is over");
        var endedAt = TimeProvider.System.GetTimestamp();
        var ended = (await teacher.Get(api).Expect(200))["room"]!;
        var ran = ended["ran"]!.GetValue<long>() / 1_000.0;
        await Attended(teacher, api, students, ran, outage);

        var lesson = $"/courses/{course}/lessons/live-{id}";
        await Wait.Until("the recording can be played", TimeSpan.FromMinutes(3), async () => (int)(await students[0].Session.Get($"/api/v1{lesson}/playback")).StatusCode, status => status == 200);
        Say($"recording playable {TimeProvider.System.GetElapsedTime(endedAt).TotalSeconds:F1} s after the end of a class of {ran:F1} s");
        var liveAt = ended["liveAt"]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds();
        Recorded(await LiveRecording.Read(Path.Combine(hub.Media, "sources", $"live-{id}")), liveAt, ran, reload, outage, quiet);
        await Played(jonas.Person, course, id, liveAt);
    });

    [ChromiumFact]
    public Task A_browser_without_decoders_for_chunks_and_a_player_get_the_class_by_HLS_and_nobody_else_by_their_address() => hub.Play("live class by HLS", async cast =>
    {
        var (teacher, course, students) = await Course("Noor Hansen", "Olek Bauer");
        var plan = new { title = "Statistics clinic", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60 };
        var id = (await teacher.Post($"/api/v1/courses/{course}/live-classes", plan).Expect(201))["classId"]!.GetValue<string>();
        var ines = await cast.Enter("Ines Okafor");
        await ines.ComesAs(teacher);
        var host = new LiveRoom(ines, id);
        await host.HoldsAClockBeforeTheCamera();
        await host.Enter();
        await host.Press("Open the room");
        await host.Press("Start class");

        var noor = await cast.Enter("Noor Hansen");
        await noor.ComesAs(students[0].Session);
        await noor.Context.AddInitScriptAsync("delete window.VideoDecoder; delete window.AudioDecoder;");
        var room = new LiveRoom(noor, id);
        await room.Enter();
        await room.WatchesTheClock();
        await room.SeesAPictureMadeAfter(Now());
        await Watched([room], Seconds, "by HLS");

        var api = $"/api/v1/live-classes/{id}";
        var olek = students[1].Session;
        (await olek.Get($"{api}/hls").ExpectProblem(403)).ShouldBe("live_classes.not_seated");
        await olek.Put($"{api}/seat", new { }).Expect(200);
        var address = (await olek.Get($"{api}/hls").Expect(200))["src"]!.GetValue<string>();
        (await students[0].Session.Get(address).ExpectProblem(403)).ShouldBe("live_classes.address_not_yours");
        (await olek.Get(address.Replace(".m3u8", "x.m3u8", StringComparison.Ordinal))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        await LivePlaylist.Play(new Uri(hub.Address, address), olek.Token, output.WriteLine);

        // A new broadcast: the player goes on by itself.
        var reloadedAt = Now();
        await ines.Page.ReloadAsync();
        await room.SeesAPictureMadeAfter(reloadedAt + 500);
        await host.Ends();
        await room.Shows("The class is over");
        // Whether one may still is asked every three seconds.
        await Wait.Until("the address is over with the class", TimeSpan.FromSeconds(20), async () => (int)(await olek.Get(address)).StatusCode, status => status == 409);
    });

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
    private async Task Watched(IReadOnlyList<LiveRoom> rooms, double seconds, string when)
    {
        var from = Now();
        await Until(TimeProvider.System.GetTimestamp(), seconds);
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        foreach (var room in rooms)
        {
            var ages = (await room.Readings()).Where(r => r.ShownAt >= from).Select(r => r.Age).Order().ToArray();
            ages.Length.ShouldBeGreaterThan(5, $"{room.Person.Name} sees pictures");
            Say($"{when}: {room.Person.FirstName} saw {ages.Length} pictures in {seconds:F0} s, glass to glass p50 {ages[ages.Length / 2]:F0} ms, p99 {ages[(int)(ages.Length * 0.99)]:F0} ms (load {load})");
        }
    }

    private static async Task Attended(HubClient teacher, string api, IReadOnlyList<(string Name, HubClient Session)> students, double ran, double outage)
    {
        var rows = (JsonArray)await teacher.Get($"{api}/attendance").Expect(200);
        foreach (var (name, session) in students)
        {
            var row = rows.Single(r => r!["userId"]!.GetValue<string>() == session.UserId)!;
            // A room that is away for long cannot say who was there meanwhile.
            row["seconds"]!.GetValue<long>().ShouldBeInRange((long)(ran - (outage > 20 ? outage + 10 : 0) - 2), (long)ran + 1, $"{name} was there all the time, which was {ran:F1} s");
        }
    }

    private void Recorded(LiveRecording recording, double liveAt, double ran, double reload, double outage, double quiet)
    {
        var zeros = recording.Zeros.Select(z => (z.At, Off: LiveClock.Between(liveAt, z.Zero))).ToArray();
        var offs = zeros.Select(z => z.Off).Order().ToArray();
        Say($"recording: {recording.PictureSeconds:F1} s of pictures, {recording.SoundSeconds:F1} s of sound, of a class of {ran:F1} s; longest holes {string.Join(", ", recording.Holes.Take(4).Select(h => h.ToString("F2", CultureInfo.InvariantCulture)))} s; {recording.SilentSeconds:F1} s silent of which {quiet:F1} s muted ({string.Join(", ", recording.Silences.Where(q => q.To - q.From > 0.4).Select(q => FormattableString.Invariant($"{q.From:F1}-{q.To:F1}")))}); its clock is off by {offs[offs.Length / 20]:F0} to {offs[offs.Length * 19 / 20]:F0} ms, {offs[offs.Length / 2]:F0} ms in the middle");
        recording.PictureSeconds.ShouldBeInRange(ran - 2, ran + 0.5);
        recording.SoundSeconds.ShouldBe(recording.PictureSeconds, 1, "sound and picture end together");
        recording.Holes[0].ShouldBeLessThan(outage, "the hole is no longer than the outage");
        recording.Holes.Where(h => h > 2).Sum().ShouldBeLessThan(outage + reload, "nothing else is missing");
        // A busy machine loses some packets on their way into the page; what it loses is silent, and moves nothing.
        recording.SilentSeconds.ShouldBeLessThan(outage + reload + quiet + 5 + ran * 0.03, "what was said is heard");
        // The same clock before and after the reload and the kill, and that of the class.
        foreach (var part in zeros.GroupBy(z => (int)(z.At / 10))) Median(part.Select(z => z.Off)).ShouldBeInRange(-500, 500, $"the clock of the recording about {part.Key * 10} s");
    }

    /// <summary>An attendee opens the lesson: what is shown at a moment of the video was before the camera at that moment of the class.</summary>
    private async Task Played(Person person, string course, string id, double liveAt)
    {
        await person.Open($"/learn/{course}/live-{id}");
        var player = new Player(person);
        await LiveClock.Watch(person, "hub-player video");
        await player.Play();
        var seen = await Wait.Until("the recording plays", TimeSpan.FromSeconds(60), () => LiveClock.Readings(person), r => r.Count > 20);
        var off = Median(seen.Where(r => r.Position > 2_500).DefaultIfEmpty(seen[^1]).Select(r => LiveClock.Between(liveAt + r.Position, r.Clock)));
        Say($"played: {seen.Count} pictures read, the clock is off by {off:F0} ms");
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
