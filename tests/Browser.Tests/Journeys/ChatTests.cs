using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>The room of a course with its instructor and three students, each in a browser of their own.</summary>
public sealed class ChatTests(BrowserHub hub) : IClassFixture<BrowserHub>
{
    [ChromiumFact]
    public Task Four_people_talk_a_cut_line_misses_nothing_and_who_is_removed_or_suspended_sees_nothing_more() => hub.Play("chat", async cast =>
    {
        var (ada, ines, teacher) = await cast.OpenTheAcademy();
        var (course, _, lesson) = await teacher.TeachCourse("Conversation");

        var students = new List<Person>();
        foreach (var name in new[] { "Amara Lindqvist", "Jonas Ferreira", "Mei Castellano" })
        {
            var student = await cast.Enter(name);
            await student.Register();
            await student.Open($"/courses/{course}");
            await student.Enrols();
            students.Add(student);
        }
        await ines.ReadsInOneTabWhatIsNewInTwo(3);
        var (amara, jonas, mei) = (students[0], students[1], students[2]);
        var rooms = new[] { ines, amara, jonas, mei }.ToDictionary(p => p, p => new Chat(p));
        foreach (var room in rooms.Values) await room.Enter(course, lesson);

        foreach (var early in new[] { ines, amara, jonas }) await rooms[early].ShowsHere(4);
        // It is shown for five seconds: looked for from before it can be there.
        await Task.WhenAll(rooms[ines].ShowsWriting("Amara Lindqvist"), rooms[amara].Types("Is anybody"));
        await rooms[amara].Send("Is anybody awake?");
        foreach (var room in rooms.Values) await room.Shows("Is anybody awake?");
        await rooms[ines].Send("Always, at nihgt");
        await rooms[ines].Edit("Always, at nihgt", "Always, at night");
        foreach (var room in rooms.Values) await room.Shows("Always, at night");
        await rooms[jonas].Send("Wrong room");
        await rooms[jonas].Delete("Wrong room");
        foreach (var room in rooms.Values) await room.Hides("Wrong room");

        await mei.Expecting(["net::ERR_", "WebSocket"], async () =>
        {
            mei.Cable.Cut();
            await rooms[mei].ShowsThatItIsCut();
            await rooms[jonas].Send("Said while Mei was away");
            mei.Cable.Mend();
            await rooms[mei].Shows("Said while Mei was away");
        });

        await jonas.Expecting(["403 (Forbidden)", "404 (Not Found)"], async () =>
        {
            await ines.Open($"/teach/courses/{course}/students");
            await ines.RemovesFromTheRoster(jonas);
            await jonas.SeesItClosed();
        });
        await rooms[amara].Send("Without Jonas");
        await rooms[jonas].Hides("Without Jonas");

        await mei.Expecting(["401 (Unauthorized)", "403 (Forbidden)", "net::ERR_"], async () =>
        {
            await ada.Suspends(mei, "A test");
            await Expect(mei.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        });
    });
}
