using System.Net;
using System.Net.Http.Headers;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Questions;

[Collection("web")]
public sealed class QuestionApiTests(WebHub hub)
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 1];

    private async Task<HubClient> Instructor() => await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);

    private static object Capital(string text = "What is the capital of France?", decimal right = 100) => new
    {
        content = new { kind = "singleChoice", text, answers = new object[] { new { text = "Paris", weight = right, feedback = "Yes." }, new { text = "Lyon", weight = 0 }, new { text = "Rome", weight = -50 } } },
        tags = new[] { "Geography" },
    };

    private static async Task<string> Made(HubClient ines, string course, object? body = null) =>
        (await ines.Post($"/api/v1/courses/{course}/questions", body ?? Capital()).Expect(201))["questionId"]!.GetValue<string>();

    [Fact]
    public async Task A_question_is_written_found_changed_and_put_away()
    {
        var ines = await Instructor();
        var (course, _, _) = await ines.TeachCourse("Geography");
        var first = await ines.Post($"/api/v1/courses/{course}/questions", Capital(), "key-1").Expect(201);
        (await ines.Post($"/api/v1/courses/{course}/questions", Capital(), "key-1").Expect(201)).ToJsonString().ShouldBe(first.ToJsonString());
        var question = first["questionId"]!.GetValue<string>();
        var found = await ines.Get($"/api/v1/courses/{course}/questions?search=capital&kind=singleChoice&tag=geography").Expect(200);
        found["items"]!.AsArray().ShouldHaveSingleItem()!["questionId"]!.GetValue<string>().ShouldBe(question);

        var read = await ines.Get($"/api/v1/questions/{question}").Expect(200);
        var content = read["content"]!;
        content["answers"]![0]!["weight"]!.GetValue<decimal>().ShouldBe(100);
        content["answers"]![1]!["weight"] = 12.5m;
        (await ines.Put($"/api/v1/questions/{question}", new { content, expectedVersion = 1 }).Expect(200))["version"]!.GetValue<int>().ShouldBe(2);
        (await ines.Put($"/api/v1/questions/{question}", new { content, expectedVersion = 1 }).ExpectProblem(409)).ShouldBe("questions.changed");
        (await ines.Get($"/api/v1/questions/{question}?version=1").Expect(200))["content"]!["answers"]![1]!["weight"]!.GetValue<decimal>().ShouldBe(0);
        var versions = (await ines.Get($"/api/v1/questions/{question}/versions").Expect(200)).AsArray();
        versions.Select(v => v!["keyChanged"]!.GetValue<bool>()).ShouldBe([true, false]);
        var figures = await ines.Get($"/api/v1/questions/{question}/figures").Expect(200);
        (figures["attempts"]!.GetValue<int>(), figures["facility"]).ShouldBe((0, null));
        await ines.Post($"/api/v1/questions/{question}/archive", new { }).Expect(200);
        (await ines.Get($"/api/v1/courses/{course}/questions").Expect(200))["items"]!.AsArray().ShouldBeEmpty();
        await ines.Delete($"/api/v1/questions/{question}/archive").Expect(200);
        (await ines.Get($"/api/v1/courses/{course}/question-tags").Expect(200))[0]!["tag"]!.GetValue<string>().ShouldBe("geography");
    }

    [Fact]
    public async Task Nobody_but_the_staff_of_the_course_sees_a_key()
    {
        var ines = await Instructor();
        var (course, _, _) = await ines.TeachCourse("Keys");
        var question = await Made(ines, course);
        var sam = await hub.Visitor().Register();
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        var otto = await Instructor();
        foreach (var path in (string[])[$"/api/v1/questions/{question}", $"/api/v1/questions/{question}/versions", $"/api/v1/questions/{question}/figures"])
        {
            await hub.Visitor().Get(path).Expect(401);
            await sam.Get(path).Expect(403);
            (await otto.Get(path).ExpectProblem(404)).ShouldBe("questions.not_found");
            (await hub.OtherAdmin.Get(path).ExpectProblem(404)).ShouldBe("questions.not_found");
        }
        foreach (var path in (string[])[$"/api/v1/courses/{course}/questions", $"/api/v1/courses/{course}/questions/export", $"/api/v1/courses/{course}/question-tags"])
        {
            await sam.Get(path).Expect(403);
            (await otto.Get(path).ExpectProblem(403)).ShouldBe("courses.not_yours");
            await hub.OtherAdmin.Get(path).Expect(404);
        }
        await otto.Put($"/api/v1/questions/{question}", Capital()).Expect(404);
        await otto.Post($"/api/v1/courses/{course}/questions", Capital()).Expect(403);
        await otto.Post($"/api/v1/courses/{course}/questions/import", new { gift = "Q {T}" }).Expect(403);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_at_its_field()
    {
        var ines = await Instructor();
        var (course, _, _) = await ines.TeachCourse("Bad input");
        var refused = await ines.Post($"/api/v1/courses/{course}/questions", Capital(right: 90)).Expect(422);
        (refused["code"]!.GetValue<string>(), refused["field"]!.GetValue<string>()).ShouldBe(("questions.answers_invalid", "answers"));
        (await ines.Post($"/api/v1/courses/{course}/questions", Capital(text: "")).ExpectProblem(422)).ShouldBe("questions.text_required");
        await ines.Post($"/api/v1/courses/{course}/questions", new { }).Expect(422);
        await ines.Post($"/api/v1/courses/{course}/questions", new { content = new { kind = "wizard" } }).Expect(400);
        (await ines.Post($"/api/v1/courses/{course}/questions", new { content = new { kind = "matching", text = "x", pairs = new object?[] { null, null } } }).ExpectProblem(422)).ShouldBe("questions.pairs_invalid");
        var report = await ines.Post($"/api/v1/courses/{course}/questions/import", new { gift = "Fine {T}\n\nBroken {=a" }).Expect(200);
        report["made"]!.GetValue<bool>().ShouldBeFalse();
        report["errors"]![0]!["line"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task A_preview_shows_no_key_and_marks_what_is_answered()
    {
        var ines = await Instructor();
        var (course, _, _) = await ines.TeachCourse("Preview");
        var content = new { kind = "numeric", text = "Pi?", answers = new[] { new { text = "3.14159", weight = 100, tolerance = "0.01" } } };
        var shown = await ines.Post($"/api/v1/courses/{course}/questions/preview", new { content, response = new { text = "3,14" } }).Expect(200);
        shown["question"]!.ToJsonString().ShouldNotContain("3.14159");
        shown["marked"]!["state"]!.GetValue<string>().ShouldBe("right");
        shown["marked"]!["fraction"]!.GetValue<decimal>().ShouldBe(1);
    }

    [Fact]
    public async Task A_picture_is_what_its_bytes_say_and_never_runs()
    {
        var ines = await Instructor();
        var (course, _, _) = await ines.TeachCourse("Pictures");
        var address = (await Send(ines, course, Png, "text/html").Expect(201))["address"]!.GetValue<string>();
        (await Send(ines, course, Png, "image/png").Expect(201))["address"]!.GetValue<string>().ShouldBe(address);
        using var picture = await ines.Get(address);
        picture.StatusCode.ShouldBe(HttpStatusCode.OK);
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        picture.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await picture.Content.ReadAsByteArrayAsync()).ShouldBe(Png);
        (await Send(ines, course, "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(), "image/svg+xml").ExpectProblem(422)).ShouldBe("questions.image_invalid");
        (await Send(ines, course, [], "image/png").ExpectProblem(422)).ShouldBe("questions.image_invalid");
        (await Send(ines, course, [.. Png, .. new byte[5 * 1024 * 1024]], "image/png").ExpectProblem(413)).ShouldBe("questions.image_too_large");
        (await Send(await Instructor(), course, Png, "image/png").ExpectProblem(403)).ShouldBe("courses.not_yours");
        (await hub.OtherAdmin.Get(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "another academy has no such picture");
        (await hub.Visitor().Get(address)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await ines.Get("/images/..%2f..%2fetc")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_pages_of_the_bank_show_edit_and_explain()
    {
        var ines = await Instructor();
        var (course, _, _) = await ines.TeachCourse("Pages");
        (await ines.Page($"/teach/courses/{course}/questions")).ShouldContain("No questions yet");
        foreach (var kind in (string[])["SingleChoice", "MultipleChoice", "TrueFalse", "Numeric", "ShortText", "Matching", "Ordering", "FillIn", "Essay"])
            (await ines.Page($"/teach/courses/{course}/questions/new?kind={kind}")).ShouldContain("Save question");
        var form = new Dictionary<string, string>
        {
            ["kind"] = "FillIn", ["id"] = "fill-1", ["text"] = "The [[1]] is <script>alert(1)</script> **long**.", ["tags"] = "rivers, easy", ["gaps.0.kind"] = "Choice", ["gaps.0.answers"] = "* Nile\nSeine", ["gaps.0.share"] = "1",
        };
        using var saved = await Post(ines, $"/teach/courses/{course}/questions/new", form);
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var page = await ines.Page(saved.Headers.Location!.ToString());
        page.ShouldContain("<strong>long</strong>");
        page.ShouldNotContain("<script>alert(1)");
        page.ShouldContain("aria-label=\"Gap 1\"");
        using var bad = await Post(ines, $"/teach/courses/{course}/questions/fill-1", new() { ["kind"] = "FillIn", ["text"] = "No gap", ["gaps.0.kind"] = "Text", ["gaps.0.answers"] = "x", ["version"] = "1" });
        bad.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await bad.Content.ReadAsStringAsync()).ShouldContain("must stand in the text exactly once");
        using var preview = await Post(ines, $"/teach/courses/{course}/questions/preview", new() { ["kind"] = "ShortText", ["text"] = "Say *hello*", ["answers.0.text"] = "hello" });
        (await preview.Content.ReadAsStringAsync()).ShouldContain("<em>hello</em>");
        (await ines.Page($"/teach/courses/{course}/questions/import")).ShouldContain("GIFT");
        (await ines.Page($"/teach/courses/{course}/questions/export")).ShouldContain("[kind:fill-in]");
        (await (await Instructor()).Get($"/teach/courses/{course}/questions/fill-1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<HttpResponseMessage> Post(HubClient client, string path, Dictionary<string, string> form) => client.Http.PostAsync(path, new FormUrlEncodedContent(form));

    private static Task<HttpResponseMessage> Send(HubClient client, string course, byte[] picture, string type)
    {
        var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return client.Http.PostAsync($"/api/v1/courses/{course}/images", content);
    }
}
