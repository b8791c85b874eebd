using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Pages;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>The main job of the whole house, in one go: from an empty hub to three students who learnt, and their figures.</summary>
public sealed class MainJobTests(BrowserHub hub, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<BrowserHub>
{
    private const string Title = "Astronomy by night", Video = "The sky turns", First = "Before you go out", Second = "Planets";
    private const string Text = "# Find a dark place\n\nLet your eyes get used to the dark for twenty minutes. [Ask in the chat](#chat) what to take along.";

    [ChromiumFact]
    public Task An_instructor_publishes_a_course_with_a_video_and_students_find_it_and_watch_it() => hub.Play("main-job", async cast =>
    {
        var video = await TestVideo.Make(hub.Folder);

        var (_, ines, _) = await cast.OpenTheAcademy();
        await ines.ConfirmTheAddress();

        var builder = new Builder(ines);
        await builder.StartCourse(Title);
        await builder.Describe("Find your way from star to star", "For everyone with a dark place nearby: the sky over one night, what moves in it and why, with eyes and binoculars only.");
        await BuildsTheOutline(builder);
        await UploadsWithACutInTheMiddle(ines, builder, video);
        await AddsCaptions(builder);

        var students = new List<Person>();
        foreach (var name in new[] { "Amara Lindqvist", "Jonas Ferreira", "Mei Castellano" }) students.Add(await cast.Enter(name));
        var (amara, jonas, mei) = (students[0], students[1], students[2]);

        var lesson = await LooksAtItBeforePublishing(ines, builder);
        await amara.Expecting(["404 (Not Found)"], async () =>
        {
            await amara.Open($"/courses/{builder.CourseId}");
            await Expect(amara.Page.GetByText(Title)).ToHaveCountAsync(0);
        });
        await builder.Open();
        await builder.Publish();

        await Task.WhenAll(students.Zip(["astronmy", "astro", "by night"], Joins));
        await Task.WhenAll(WatchesOnASlowLine(amara), WatchesToTheEnd(jonas), UsesTheKeyboard(mei, builder.CourseId, lesson));

        var phone = await GoesOnElsewhere(cast, amara, builder.CourseId, lesson);
        await LearnsTheRest(jonas);
        await LeavesAndComesBack(mei, builder.CourseId, lesson);
        await TheInstructorSeesWhoIsHowFar(ines, builder.CourseId, (amara, 33, 1), (jonas, 100, 3), (mei, 0, 0));
        await IsToldOfWhatWasSaid(ines, amara, phone, builder.CourseId, lesson);
    });

    private static async Task BuildsTheOutline(Builder builder)
    {
        await builder.AddSection("First night");
        await builder.AddSection("Second night");
        await builder.AddLesson("First night", Video, "video");
        await builder.AddLesson("First night", First, "text");
        await builder.AddLesson("Second night", Second, "text");
        await builder.Write(First, Text);
        await builder.Write(Second, "They wander; the stars do not.");

        await builder.MoveByKeyboard(First, "ArrowUp", 1);
        (await builder.Outline()).ShouldBe(["1 First night", "1.1 Before you go out", "1.2 The sky turns", "2 Second night", "2.1 Planets"]);
        await builder.DragAbove(Second, Video);
        (await builder.Outline()).ShouldBe(["1 First night", "1.1 Before you go out", "1.2 Planets", "1.3 The sky turns", "2 Second night"]);
    }

    private async Task UploadsWithACutInTheMiddle(Person ines, Builder builder, string video)
    {
        await builder.Select(Video);
        var upload = new Upload(ines);
        var size = new FileInfo(video).Length;
        var cut = ines.Cable.CutAfter(size / 2);
        await upload.NoteStates();
        await ines.Expecting(["net::ERR_", "423 (Locked)", "409 (Conflict)"], async () =>
        {
            await upload.Choose(video);
            await cut.WaitAsync(TimeSpan.FromMilliseconds(Cast.Patience));
            ines.Cable.Mend();
            await upload.IsComplete();
        });
        output.WriteLine($"Upload of {size} bytes: PATCH at {string.Join(", ", upload.Offsets)}");
        upload.Offsets[0].ShouldBe(0);
        upload.Offsets[^1].ShouldBeInRange(size / 4, size - 1, "After the cut the upload went on from where the server was.");

        var states = await upload.StatesUntilReady();
        output.WriteLine("States: " + string.Join(" | ", states));
        states.Count(s => s.StartsWith("Transcoding", StringComparison.Ordinal)).ShouldBeGreaterThan(1, "The page showed how far the transcode was, live.");
        states.ShouldNotContain(s => s.Contains("Waiting for a worker. Waiting", StringComparison.Ordinal));
    }

    private async Task AddsCaptions(Builder builder)
    {
        var file = Path.Combine(hub.Folder, "sky.vtt");
        await File.WriteAllTextAsync(file, "WEBVTT\n\n00:00.000 --> 00:24.000\nThe sky turns, <i>slowly</i> & all night");
        await builder.Select(Video);
        await builder.AddsCaptions(file);
    }

    /// <summary>Answers the id of the lesson with the video.</summary>
    private static async Task<string> LooksAtItBeforePublishing(Person ines, Builder builder)
    {
        await builder.Preview();
        await ines.Sees(First);
        await Expect(ines.Page.GetByRole(AriaRole.Heading, new() { Name = "Find a dark place" })).ToBeVisibleAsync();
        await ines.OpensLesson(Video);
        var player = new Player(ines);
        await player.Play();
        await player.HasPassed(0.5);
        await player.Pause();
        return new Uri(ines.Page.Url).Segments[^1];
    }

    private static async Task Joins(Person student, string words)
    {
        await student.Register();
        await student.FindsByTyping(words, Title);
        await student.Enrols();
        await student.Sees(First);
        await student.HasProgress(0, 0, 3);
        await student.OpensLesson(Video);
    }

    private async Task WatchesOnASlowLine(Person amara)
    {
        var player = new Player(amara);
        (await player.CanPlayH264AndAac()).ShouldBe("probably");
        await amara.Throttle(110_000);
        await player.Play();
        await player.HasShown(640);
        await player.HasPassed(3);
        // However long the menu takes: the video is not at its end meanwhile.
        await player.PauseAndReport();
        await amara.Throttle(-1);
        // On a busy machine the slow quality may be buffered to the end by now: the menu asks for the sharp one.
        await player.Choose("720p");
        await player.Press("k");
        await player.HasShown(1280);
        await player.HasPassed(10);
        await player.PauseAndReport();
        var widths = await player.Widths();
        output.WriteLine($"Watched to {await player.Time():0.0} s; widths {string.Join(", ", widths)}; audio {await player.AudioBytesDecoded()} bytes, video {await player.VideoBytesDecoded()} bytes decoded");
        (await player.AudioBytesDecoded()).ShouldBeGreaterThan(50_000);
        await amara.HasProgress(0, 0, 3);
    }

    /// <summary>At double speed. The page knows that the lesson is done without a reload, and after one.</summary>
    private static async Task WatchesToTheEnd(Person jonas)
    {
        var player = new Player(jonas);
        await player.Play();
        for (var i = 0; i < 4; i++) await player.Press(">");
        await player.Is("v => v.playbackRate === 2");
        await player.HasEnded();
        await jonas.HasProgress(33, 1, 3);
        await jonas.Page.ReloadAsync();
        await jonas.HasProgress(33, 1, 3);
    }

    private async Task UsesTheKeyboard(Person mei, string courseId, string lessonId)
    {
        var player = new Player(mei);
        await player.IsReady();
        await player.Press("m");
        await player.Is("v => v.muted");
        await player.Press("k");
        await player.HasPassed(0.5);
        await player.Reported(() => player.Press("k"));
        await player.ShowsCaption("The sky turns, slowly & all night");
        await player.Press("c");
        await player.ShowsNoCaption();
        await player.Press("c");
        await player.ShowsCaption("The sky turns, slowly & all night");
        // Sent on while it stands: the video is short, and its last five seconds are no place to go on from.
        await player.Press("l");
        await player.Is("v => v.currentTime > 10 && !v.seeking");
        var from = await player.Time();
        await player.Press("k");
        await player.Is("v => !v.paused");
        await player.HasPassed(from + 0.5);
        await player.Reported(() => player.Press("k"));
        await player.Is("v => v.paused");
        var stopped = await player.Time();

        var (percent, position, watched) = await mei.Watched(courseId, lessonId);
        output.WriteLine($"Jumped over ten seconds: {percent} % from {string.Join(", ", watched)}, stopped at {stopped:0.00} s");
        var exact = (int)(watched.Sum(i => i.To - i.From) * 100 / (TestVideo.Seconds * 1000));
        watched.Length.ShouldBe(2, "What was jumped over was not watched.");
        percent.ShouldBeInRange(exact - 1, exact);
        (position / 1000.0).ShouldBe(stopped, 0.5);

        await player.Press("j");
        await player.Is(FormattableString.Invariant($"v => Math.abs(v.currentTime - {stopped - 10}) < 0.2"));
        await player.Press("5");
        await player.Is("v => Math.abs(v.currentTime - v.duration / 2) < 0.2");
        await mei.Page.GetByRole(AriaRole.Slider, new() { Name = "Position" }).FocusAsync();
        await player.Press("ArrowRight");
        await player.Is("v => Math.abs(v.currentTime - v.duration / 2 - 5) < 0.2");
        await player.Press("Home");
        await player.Is("v => v.currentTime === 0");
        await player.Press("m");
        await player.Is("v => !v.muted");
        await mei.Page.ReloadAsync();
        await player.StandsAt(stopped);
        await mei.HasProgress(0, 0, 3);
    }

    private static async Task<Person> GoesOnElsewhere(Cast cast, Person amara, string courseId, string lessonId)
    {
        var player = new Player(amara);
        var stopped = await player.Time();
        await amara.Page.ReloadAsync();
        await player.StandsAt(stopped);

        var phone = await cast.Enter(amara.Name, "phone");
        await phone.SignIn();
        await phone.Open($"/learn/{courseId}");
        await phone.Sees(Video);
        new Uri(phone.Page.Url).Segments[^1].ShouldBe(lessonId);
        await new Player(phone).StandsAt(stopped);

        await phone.OpensLesson(First);
        await phone.CompletesAndGoesOnTo(Second);
        await amara.Page.ReloadAsync();
        await amara.HasProgress(33, 1, 3);
        return phone;
    }

    private static async Task LearnsTheRest(Person jonas)
    {
        await jonas.MarksComplete(First);
        await jonas.HasProgress(66, 2, 3);
        await jonas.MarksComplete(Second);
        await jonas.HasProgress(100, 3, 3);
    }

    private static async Task LeavesAndComesBack(Person mei, string courseId, string lessonId)
    {
        var before = await mei.Watched(courseId, lessonId);
        await mei.Leaves(courseId);
        await mei.Open($"/learn/{courseId}/{lessonId}");
        await Expect(mei.Page.GetByRole(AriaRole.Button, new() { Name = "Come back" })).ToBeVisibleAsync();
        await mei.ComesBack(courseId);
        await mei.Sees(Video);
        await new Player(mei).StandsAt(before.PositionMs / 1000.0);
        (await mei.Watched(courseId, lessonId)).Percent.ShouldBe(before.Percent);
    }

    private static async Task TheInstructorSeesWhoIsHowFar(Person ines, string courseId, params (Person Who, int Percent, int Done)[] expected)
    {
        await ines.Open($"/teach/courses/{courseId}/students");
        foreach (var (who, percent, done) in expected) await ines.SeesInTheRoster(who, percent, done, 3);
    }

    /// <summary>The tab counts what is unread, live and after a reload; a link to the chat on the open page, and the tab of a page that came back, open it.</summary>
    private static async Task IsToldOfWhatWasSaid(Person ines, Person amara, Person phone, string courseId, string lessonId)
    {
        var (teacher, student, pocket) = (new Chat(ines), new Chat(amara), new Chat(phone));
        await amara.OpensLesson(First);
        await student.ShowsUnread(0);
        await teacher.Enter(courseId, lessonId);
        await teacher.Send("Take a red torch.");
        await teacher.Send("And something warm.");
        await student.ShowsUnread(2);
        await amara.Page.ReloadAsync();
        await student.ShowsUnread(2);
        await pocket.ShowsUnread(2);

        await amara.Page.GetByRole(AriaRole.Link, new() { Name = "Ask in the chat" }).ClickAsync();
        await student.IsOpen();
        await student.Shows("And something warm.");
        await student.ShowsUnread(0);

        await amara.OpensLesson(Second);
        await amara.Page.GoBackAsync();
        await amara.Sees(First);
        await amara.Page.GetByRole(AriaRole.Tab, new() { Name = "Lesson", Exact = true }).ClickAsync();
        await Expect(amara.Page.GetByRole(AriaRole.Heading, new() { Name = "Find a dark place" })).ToBeVisibleAsync();
        await student.Choose();
        await student.IsOpen();
    }
}
