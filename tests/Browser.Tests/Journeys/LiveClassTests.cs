using System.Globalization;
using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>A live class: an instructor whose camera shows a clock, and attendees who read it.</summary>
public sealed class LiveClassTests(BrowserHub hub) : IClassFixture<BrowserHub>
{
    [ChromiumFact]
    public Task An_instructor_broadcasts_a_clock_three_attendees_read_it_vote_and_raise_hands_and_a_reload_brings_the_picture_back() => hub.Play("live class", async cast =>
    {
        var ada = await cast.Enter("Ada Admin");
        await ada.SetUpTheAcademy("Night School");
        var ines = await cast.Enter("Ines Okafor");
        await ines.Register();
        await ada.MakesAnInstructorOf(ines);
        using var teacher = new HubClient(hub.Address);
        await teacher.SignIn(ines.Email);
        var (course, _, _) = await teacher.TeachCourse("Statistics");
        var plan = new { title = "Statistics clinic", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60, attendeeLimit = 2 };
        var id = (await teacher.Post($"/api/v1/courses/{course}/live-classes", plan).Expect(201))["classId"]!.GetValue<string>();

        var host = new LiveRoom(ines, id);
        await host.HoldsAClockBeforeTheCamera();
        await host.Enter();
        await host.Press("Open the room");
        var rooms = new List<LiveRoom>();
        foreach (var name in new[] { "Amara Lindqvist", "Jonas Ferreira", "Mei Castellano" })
        {
            var student = await cast.Enter(name);
            await student.Register();
            await student.Open($"/courses/{course}");
            await student.Enrols();
            var room = new LiveRoom(student, id);
            await room.Enter();
            rooms.Add(room);
            if (rooms.Count < 3) await room.Shows("Raise hand"); else await room.Shows("You are 1st in line");
        }
        var (amara, jonas, mei) = (rooms[0], rooms[1], rooms[2]);

        await host.Press("Start class");
        var seen = await Task.WhenAll(amara.ReadsTheClock(6), jonas.ReadsTheClock(6));
        foreach (var latencies in seen)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"live class: {latencies.Length} pictures, glass to glass p50 {latencies[latencies.Length / 2]:F0} ms, p99 {latencies[(int)(latencies.Length * 0.99)]:F0} ms"));
            latencies.Length.ShouldBeGreaterThan(10);
        }

        await amara.Press("Raise hand");
        await host.Shows("Amara Lindqvist", ".hub-handlist");
        await host.AsksAPoll("Does it contain 0.5?", "Yes", "No");
        await amara.Votes("Yes");
        await jonas.Votes("No");
        foreach (var room in (LiveRoom[])[host, amara, jonas]) await room.ShowsVotes(1, 1);

        await jonas.Leave();
        await mei.Shows("Raise hand");
        await mei.ReadsTheClock(1);

        // The host's page is loaded again: on the air by itself, and the picture goes on.
        await ines.Page.ReloadAsync();
        (await mei.ReadsTheClock(2)).Length.ShouldBeGreaterThan(1);
        await mei.ShowsVotes(1, 1);
        await host.Ends();
        await mei.Shows("The class is over");
    });
}
