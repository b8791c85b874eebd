using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Pages;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>The main job of the whole house, in one go: from an empty hub to three students who watched a video.</summary>
public sealed class MainJobTests(BrowserHub hub, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<BrowserHub>
{
    private const string Title = "Astronomy by night";
    private const string Text = "# Before you go out\n\nLet your eyes get used to the dark for twenty minutes.";

    [ChromiumFact]
    public Task An_instructor_publishes_a_course_with_a_video_and_students_find_it_and_watch_it() => hub.Play("main-job", async cast =>
    {
        var video = await TestVideo.Make(hub.Folder);

        var ada = await cast.Enter("Ada Admin");
        await ada.SetUpTheAcademy("Night School");

        var ines = await cast.Enter("Ines Okafor");
        await ines.Register();
        await ines.ConfirmTheAddress();
        await ada.MakesAnInstructorOf(ines);

        var builder = new Builder(ines);
        await builder.StartCourse(Title);
        await builder.Describe("Find your way from star to star", "For everyone with a dark place nearby: the sky over one night, what moves in it and why, with eyes and binoculars only.");
        await BuildsTheOutline(builder);
        await UploadsWithACutInTheMiddle(ines, builder, video);
        await builder.Publish();

        var amara = await cast.Enter("Amara Lindqvist");
        await amara.Register();
        await amara.FindsByTyping("astronmy", Title);
        await amara.Enrols();
        await amara.OpensLesson("The sky turns");
        await WatchesOnASlowLine(amara);
        await GoesOnElsewhere(cast, amara, builder.CourseId);
    });

    private static async Task BuildsTheOutline(Builder builder)
    {
        await builder.AddSection("First night");
        await builder.AddSection("Second night");
        await builder.AddLesson("First night", "The sky turns", "video");
        await builder.AddLesson("First night", "Before you go out", "text");
        await builder.AddLesson("Second night", "Planets", "text");
        await builder.Write("Before you go out", Text);
        await builder.Write("Planets", "They wander; the stars do not.");

        await builder.MoveByKeyboard("Before you go out", "ArrowUp", 1);
        (await builder.Outline()).ShouldBe(["1 First night", "1.1 Before you go out", "1.2 The sky turns", "2 Second night", "2.1 Planets"]);
        await builder.DragAbove("Planets", "The sky turns");
        (await builder.Outline()).ShouldBe(["1 First night", "1.1 Before you go out", "1.2 Planets", "1.3 The sky turns", "2 Second night"]);
    }

    private async Task UploadsWithACutInTheMiddle(Person ines, Builder builder, string video)
    {
        await builder.Select("The sky turns");
        var upload = new Upload(ines);
        var size = new FileInfo(video).Length;
        var cut = ines.Cable.CutAfter(size / 2);
        await upload.NoteStates();
        await ines.Expecting(["net::ERR_", "423 (Locked)", "409 (Conflict)"], async () =>
        {
            await upload.Choose(video);
            await cut.WaitAsync(TimeSpan.FromSeconds(30));
            ines.Cable.Mend();
            await upload.IsComplete();
        });
        output.WriteLine($"Upload of {size} bytes: PATCH at {string.Join(", ", upload.Offsets)}");
        upload.Offsets[0].ShouldBe(0);
        upload.Offsets[^1].ShouldBeInRange(size / 4, size - 1, "After the cut the upload went on from where the server was.");

        var states = await upload.StatesUntilReady();
        output.WriteLine("States: " + string.Join(" | ", states));
        states.Count(s => s.StartsWith("Transcoding", StringComparison.Ordinal)).ShouldBeGreaterThan(1, "The page showed how far the transcode was, live.");
    }

    private async Task WatchesOnASlowLine(Person amara)
    {
        var player = new Player(amara);
        (await player.CanPlayH264AndAac()).ShouldBe("probably");
        await amara.Throttle(110_000);
        await player.Play();
        await player.HasShown(640);
        await player.HasPassed(3);
        await amara.Throttle(-1);
        // On a busy machine the slow quality may be buffered to the end by now: the menu asks for the sharp one.
        await player.Choose("720p");
        await player.HasShown(1280);
        await player.HasPassed(10);
        await player.Pause();
        var widths = await player.Widths();
        output.WriteLine($"Watched to {await player.Time():0.0} s; widths {string.Join(", ", widths)}; audio {await player.AudioBytesDecoded()} bytes, video {await player.VideoBytesDecoded()} bytes decoded");
        (await player.AudioBytesDecoded()).ShouldBeGreaterThan(50_000);
    }

    private static async Task GoesOnElsewhere(Cast cast, Person amara, string courseId)
    {
        var phone = await cast.Enter(amara.Name, "phone");
        await phone.SignIn();
        await phone.Open($"/learn/{courseId}");
    }
}
