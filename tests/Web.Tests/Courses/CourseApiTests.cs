using System.Net;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Courses;

[Collection("web")]
public sealed class CourseApiTests(WebHub hub)
{
    private async Task<HubClient> Instructor() => await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);

    [Fact]
    public async Task A_course_is_built_read_with_an_etag_and_changed()
    {
        var ines = await Instructor();
        var (course, section, lesson) = await ines.TeachCourse("Sketching by hand");
        using var first = await ines.Get($"/api/v1/courses/{course}");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var tag = first.Headers.ETag.ShouldNotBeNull();
        (await Conditional(ines, course, tag.ToString())).ShouldBe(HttpStatusCode.NotModified);
        await ines.Put($"/api/v1/courses/{course}/sections/{section}", new { title = "Lines" }).Expect(200);
        (await Conditional(ines, course, tag.ToString())).ShouldBe(HttpStatusCode.OK);

        var read = await ines.Get($"/api/v1/courses/{course}/lessons/{lesson}").Expect(200);
        read["html"]!.GetValue<string>().ShouldStartWith("<h2>Hello</h2>");
        await ines.Delete($"/api/v1/courses/{course}/lessons/{lesson}").Expect(200);
        (await ines.Get($"/api/v1/courses/{course}/lessons/{lesson}").ExpectProblem(404)).ShouldBe("courses.lesson_not_found");
        await ines.Delete($"/api/v1/courses/{course}/sections/{section}").Expect(200);
    }

    [Fact]
    public async Task Making_with_the_same_key_twice_makes_one()
    {
        var ines = await Instructor();
        var body = new { title = "Once", subject = "Software", level = "advanced", language = "en" };
        var first = await ines.Post("/api/v1/courses", body, "key-1").Expect(201);
        var again = await ines.Post("/api/v1/courses", body, "key-1").Expect(201);
        again.ToJsonString().ShouldBe(first.ToJsonString());
        var course = first["courseId"]!.GetValue<string>();
        var section = await ines.Post($"/api/v1/courses/{course}/sections", new { title = "A" }, "key-2").Expect(201);
        (await ines.Post($"/api/v1/courses/{course}/sections", new { title = "A" }, "key-2").Expect(201)).ToJsonString().ShouldBe(section.ToJsonString());
        (await ines.Until("/api/v1/teaching/courses", t => t["items"]!.AsArray().Count > 0))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_move_on_an_old_outline_is_a_conflict()
    {
        var ines = await Instructor();
        var (course, section, lesson) = await ines.TeachCourse("Moves");
        var other = (await ines.Post($"/api/v1/courses/{course}/sections", new { title = "Two" }).Expect(201));
        var version = other["version"]!.GetValue<long>();
        var moved = await ines.Post($"/api/v1/courses/{course}/outline/move", new { itemId = lesson, toSectionId = other["sectionId"]!.GetValue<string>(), index = 0, expectedVersion = version }).Expect(200);
        moved["version"]!.GetValue<long>().ShouldBe(version + 1);
        (await ines.Post($"/api/v1/courses/{course}/outline/move", new { itemId = section, toSectionId = (string?)null, index = 1, expectedVersion = version }).ExpectProblem(409)).ShouldBe("courses.changed");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_code()
    {
        var ines = await Instructor();
        (await ines.Post("/api/v1/courses", new { title = " ", subject = "X", level = "advanced", language = "en" }).ExpectProblem(422)).ShouldBe("courses.title_required");
        (await ines.Post("/api/v1/courses", new { title = "A", subject = "X", level = "advanced", language = "en", courseId = "NO!" }).ExpectProblem(422)).ShouldBe("courses.bad_id");
        await ines.Post("/api/v1/courses", new { title = "A", subject = "X", level = "wizard", language = "en" }).Expect(400);
        (await ines.Get("/api/v1/courses/none").ExpectProblem(404)).ShouldBe("courses.not_found");
        await ines.Get("/api/v1/courses/NOT-A-KEY").Expect(404);
        var draft = (await ines.Post("/api/v1/courses", new { title = "Draft", subject = "X", level = "advanced", language = "en" }).Expect(201))["courseId"]!.GetValue<string>();
        var missing = await ines.Post($"/api/v1/courses/{draft}/publication", new { }).Expect(409);
        missing["code"]!.GetValue<string>().ShouldBe("courses.not_ready");
        missing["title"]!.GetValue<string>().ShouldContain("at least one lesson");
        await hub.Visitor().Get($"/api/v1/courses/{draft}").Expect(404);
        await hub.OtherAdmin.Get($"/api/v1/courses/{draft}").Expect(404);
        await hub.Visitor().Post("/api/v1/courses", new { title = "A" }).Expect(401);
        var sam = await hub.Visitor().Register();
        await sam.Post("/api/v1/courses", new { title = "A", subject = "X", level = "advanced", language = "en" }).Expect(403);
        await sam.Put($"/api/v1/courses/{draft}", new { title = "Mine" }).Expect(403);
        (await (await Instructor()).Put($"/api/v1/courses/{draft}", new { title = "Mine", level = "advanced" }).ExpectProblem(404)).ShouldBe("courses.not_found");
    }

    [Fact]
    public async Task The_catalogue_finds_what_was_just_published()
    {
        var ines = await Instructor();
        await ines.TeachCourse("Trigonometry for carpenters");
        var found = await hub.Visitor().Until("/api/v1/catalogue?q=trigonomerty&level=startingOut&subject=Software&maxPriceMinor=0&sort=relevance", c => c["items"]!.AsArray().Count > 0);
        found["corrected"]!.GetValue<bool>().ShouldBeTrue();
        var card = found["items"]!.AsArray().Single()!;
        (card["title"]!.GetValue<string>(), card["instructorName"]!.GetValue<string>()).ShouldBe(("Trigonometry for carpenters", "Ines Instructor"));
        found["facets"]!.AsArray().ShouldContain(f => f!["kind"]!.GetValue<string>() == "level" && f["value"]!.GetValue<string>() == "startingOut");
        (await hub.Visitor().Get("/api/v1/catalogue?cursor=x").ExpectProblem(422)).ShouldBe("common.bad_cursor");
        (await hub.Visitor().Get("/api/v1/catalogue?sort=3").ExpectProblem(422)).ShouldBe("catalogue.bad_sort");
        (await hub.Visitor().Get("/api/v1/catalogue?level=wizard").ExpectProblem(422)).ShouldBe("catalogue.bad_filter");
        (await hub.Visitor(WebHub.OtherHost).Get("/api/v1/catalogue?q=trigonometry").Expect(200))["items"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<HttpStatusCode> Conditional(HubClient client, string course, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/courses/{course}");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var response = await client.Http.SendAsync(request);
        return response.StatusCode;
    }
}
