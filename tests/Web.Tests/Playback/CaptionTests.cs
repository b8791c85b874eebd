using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Media;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Web.Tests.Playback;

/// <summary>Captions from the instructor's file to the address that the player asks.</summary>
[Collection("web")]
public sealed class CaptionTests(WebHub hub)
{
    private const string English = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.000\nHello <script>there</script>\n";

    [Fact]
    public async Task Captions_are_set_served_signed_replaced_and_removed()
    {
        var (teacher, course, lesson, media) = await Video();
        using var _ = teacher;
        var set = await Put(teacher, course, lesson, "EN", English).Expect(200);
        set["captions"]!.AsArray().Single()!["label"]!.GetValue<string>().ShouldBe("English");
        await Put(teacher, course, lesson, "de", English.Replace("Hello", "Hallo")).Expect(200);
        var offered = (await Open(teacher, course, lesson))["captions"]!.AsArray();
        offered.Select(c => c!["language"]!.GetValue<string>()).ShouldBe(["de", "en"]);
        var src = offered[1]!["src"]!.GetValue<string>();
        using (var served = await teacher.Get(src))
        {
            served.StatusCode.ShouldBe(HttpStatusCode.OK);
            served.Content.Headers.ContentType!.MediaType.ShouldBe("text/vtt");
            served.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            (await served.Content.ReadAsStringAsync()).ShouldBe("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello there\n");
        }
        using var other = await hub.Visitor().Register();
        (await other.Get(src).ExpectProblem(403)).ShouldBe("playback.not_yours");
        (await hub.Visitor().Get(src).ExpectProblem(403)).ShouldBe("playback.not_yours");

        await Put(teacher, course, lesson, "en", English.Replace("Hello", "Goodbye")).Expect(200);
        (await teacher.Get(src)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "nobody names the old file any more");
        var now = (await Open(teacher, course, lesson))["captions"]!.AsArray()[1]!["src"]!.GetValue<string>();
        (await (await teacher.Get(now)).Content.ReadAsStringAsync()).ShouldContain("Goodbye there");
        await teacher.Delete($"/api/v1/courses/{course}/lessons/{lesson}/captions/en").Expect(200);
        (await teacher.Delete($"/api/v1/courses/{course}/lessons/{lesson}/captions/en").ExpectProblem(404)).ShouldBe("media.no_captions");
        (await Open(teacher, course, lesson))["captions"]!.AsArray().Select(c => c!["language"]!.GetValue<string>()).ShouldBe(["de"]);
        Directory.GetFiles(hub.Services.GetRequiredService<MediaFolder>().Captions(media)).Length.ShouldBe(1, "no file is left behind");
    }

    [Fact]
    public async Task What_is_no_captions_too_large_or_anothers_is_refused_and_leaves_nothing()
    {
        var (teacher, course, lesson, media) = await Video();
        using var _ = teacher;
        (await Put(teacher, course, lesson, "en", "1\n00:00:01,000 --> 00:00:02,000\nSubRip").ExpectProblem(422)).ShouldBe("media.captions_invalid");
        (await Put(teacher, course, lesson, "en", "WEBVTT\n\nNOTE " + new string('x', WebVtt.MaxBytes)).ExpectProblem(422)).ShouldBe("media.captions_too_large");
        foreach (var language in (string[])["x", "english", "..%2f..%2fetc", "e%00n"])
            (await Put(teacher, course, lesson, language, English)).StatusCode.ShouldBeOneOf([HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
        using var wrongType = await teacher.Http.PutAsync(Address(course, lesson, "en"), new StringContent(English, Encoding.UTF8, "text/html"));
        wrongType.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);

        using var student = await hub.Visitor().Register();
        (await Put(student, course, lesson, "en", English)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var rival = await (await hub.Visitor().Register("Rita Rival")).MadeInstructorBy(hub.Admin);
        ((int)(await Put(rival, course, lesson, "en", English)).StatusCode).ShouldBeOneOf(403, 404);
        ((int)(await rival.Delete(Address(course, lesson, "en"))).StatusCode).ShouldBeOneOf(403, 404);
        ((int)(await Put(hub.OtherAdmin, course, lesson, "en", English)).StatusCode).ShouldBeOneOf(403, 404);
        var (text, _, words) = await teacher.TeachCourse("Words only");
        (await Put(teacher, text, words, "en", English).ExpectProblem(409)).ShouldBe("media.no_video");

        var folder = hub.Services.GetRequiredService<MediaFolder>().Captions(media);
        (Directory.Exists(folder) ? Directory.GetFiles(folder) : []).ShouldBeEmpty();
        (await Open(teacher, course, lesson))["captions"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_at_once_leave_one_file_a_language()
    {
        var (teacher, course, lesson, media) = await Video();
        using var _ = teacher;
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Put(teacher, course, lesson, n % 2 == 0 ? "en" : "de", English.Replace("Hello", $"Hello {n}")).Expect(200)));
        var named = (await Open(teacher, course, lesson))["captions"]!.AsArray().Select(c => c!["src"]!.GetValue<string>().Split('/')[^1]).Order().ToArray();
        named.Length.ShouldBe(2);
        Directory.GetFiles(hub.Services.GetRequiredService<MediaFolder>().Captions(media)).Select(f => Path.GetFileName(f)!).Order().ShouldBe(named);
    }

    [Fact]
    public async Task The_builder_takes_a_file_says_what_is_wrong_with_it_and_removes_it()
    {
        var (teacher, course, lesson, _) = await Video();
        using var __ = teacher;
        var page = $"/teach/courses/{course}/lessons/{lesson}/captions";
        using (var wrong = await teacher.Http.PostAsync(page, Form("en", "WEBVTT\n\n00:02.000 --> 00:01.000\nx")))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await wrong.Content.ReadAsStringAsync()).ShouldContain("Line 3: it ends before it begins.");
        }
        using (var sent = await teacher.Http.PostAsync(page, Form("en", English))) sent.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await (await teacher.Get($"/teach/courses/{course}?item={lesson}")).Content.ReadAsStringAsync()).ShouldContain("Remove the captions in English?");
        using var removed = await teacher.Http.PostAsync(page + "/remove", new FormUrlEncodedContent([new("language", "en")]));
        removed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await Open(teacher, course, lesson))["captions"]!.AsArray().ShouldBeEmpty();
    }

    private static string Address(string course, string lesson, string language) => $"/api/v1/courses/{course}/lessons/{lesson}/captions/{language}";

    private static Task<HttpResponseMessage> Put(HubClient who, string course, string lesson, string language, string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/vtt");
        return who.Http.PutAsync(Address(course, lesson, language), content);
    }

    private static MultipartFormDataContent Form(string language, string text) => new() { { new StringContent(language), "language" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "captions", "talk.vtt" } };

    private static Task<JsonNode> Open(HubClient who, string course, string lesson) => who.Get($"/api/v1/courses/{course}/lessons/{lesson}/playback").Expect(200);

    /// <summary>A lesson with a video that is ready, without a transcode: captions do not look at the picture.</summary>
    private async Task<(HubClient Teacher, string Course, string Lesson, MediaKey Media)> Video()
    {
        var teacher = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, lesson) = await teacher.VideoLesson();
        var upload = await teacher.Opened(course, lesson, 4_096);
        var key = new MediaKey("main", upload.Split('/')[^1]);
        var grain = hub.Services.GetRequiredService<IGrainFactory>().Media(key);
        using (ActorContext.As(new Actor("main", teacher.UserId, [Roles.Student, Roles.Instructor], null))) (await grain.CompleteUpload(new("mp4", new string('0', 64)))).Error.ShouldBeNull();
        using (ActorContext.As(Actor.System("main")))
            (await grain.Transcoded(new(1, new(1, 3_000, 320, 180, false, "master.m3u8", "poster.jpg", [], 1), null, null))).Error.ShouldBeNull();
        return (teacher, course, lesson, key);
    }
}
