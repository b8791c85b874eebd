using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Enrolments;

[Collection("web")]
public sealed class EnrolmentApiTests(WebHub hub)
{
    private async Task<HubClient> Instructor() => await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);

    [Fact]
    public async Task A_student_enrols_learns_and_leaves()
    {
        var ines = await Instructor();
        var (course, _, lesson) = await ines.TeachCourse("Bread at home");
        var sam = await hub.Visitor().Register("Sam Student");
        (await sam.Get($"/api/v1/courses/{course}/lessons/{lesson}").ExpectProblem(403)).ShouldBe("courses.not_enrolled");
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        await sam.Get($"/api/v1/courses/{course}/lessons/{lesson}").Expect(200);

        var mine = (await sam.Until("/api/v1/me/courses", c => c["items"]!.AsArray().Count > 0))["items"]!.AsArray().Single()!;
        (mine["courseId"]!.GetValue<string>(), mine["nextLessonId"]!.GetValue<string>()).ShouldBe((course, lesson));
        var progress = await sam.Post($"/api/v1/courses/{course}/lessons/{lesson}/progress", new { intervals = new[] { new[] { 0, 5_000 } }, positionMs = 5_000, at = DateTimeOffset.UnixEpoch, clientId = "a" }).Expect(200);
        progress["percent"]!.GetValue<int>().ShouldBe(0);
        progress = await sam.Put($"/api/v1/courses/{course}/lessons/{lesson}/completion", new { completed = true }).Expect(200);
        (progress["completed"]!.GetValue<bool>(), progress["coursePercent"]!.GetValue<int>(), progress["courseCompleted"]!.GetValue<bool>()).ShouldBe((true, 100, true));
        (await sam.Get($"/api/v1/courses/{course}/enrolment").Expect(200))["coursePercent"]!.GetValue<int>().ShouldBe(100);
        await sam.Delete($"/api/v1/courses/{course}/enrolment").Expect(200);
        await sam.Until("/api/v1/me/courses", c => c["items"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task Staff_see_remove_and_readmit_students()
    {
        var ines = await Instructor();
        var (course, _, lesson) = await ines.TeachCourse("Pottery");
        var sam = await hub.Visitor().Register("Samira Öztürk");
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        var row = (await ines.Until($"/api/v1/courses/{course}/roster?search=samira", r => r["items"]!.AsArray().Count > 0))["items"]!.AsArray().Single()!;
        (row["userId"]!.GetValue<string>(), row["name"]!.GetValue<string>(), row["status"]!.GetValue<string>()).ShouldBe((sam.UserId, "Samira Öztürk", "active"));
        await sam.Get($"/api/v1/courses/{course}/roster").Expect(403);
        (await (await Instructor()).Get($"/api/v1/courses/{course}/roster").ExpectProblem(403)).ShouldBe("courses.not_yours");

        await ines.Delete($"/api/v1/courses/{course}/roster/{sam.UserId}?reason=spam").Expect(200);
        await sam.Get($"/api/v1/courses/{course}/lessons/{lesson}").Expect(403);
        (await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).ExpectProblem(403)).ShouldBe("enrolments.removed");
        await ines.Until($"/api/v1/courses/{course}/roster", r => r["items"]!.AsArray().Single()!["status"]!.GetValue<string>() == "removed");
        await ines.Post($"/api/v1/courses/{course}/roster/{sam.UserId}/readmission", new { }).Expect(200);
        await sam.Get($"/api/v1/courses/{course}/lessons/{lesson}").Expect(200);
    }

    [Fact]
    public async Task Who_finds_no_place_lines_up_and_is_told_when_one_is_theirs()
    {
        var ines = await Instructor();
        var (course, _, _) = await ines.TeachCourse("Kiln");
        await ines.Put($"/api/v1/courses/{course}", new { title = "Kiln", subtitle = "For one", description = "A description that is long enough to publish: fifty characters and more of it.", subject = "Science", level = "startingOut", language = "en", seatLimit = 1 }).Expect(200);
        var (sam, kim, eva) = (await hub.Visitor().Register("Sam"), await hub.Visitor().Register("Kim"), await hub.Visitor().Register("Eva"));
        var place = $"/api/v1/courses/{course}/waiting-place";
        (await sam.Put(place, new { }).ExpectProblem(409)).ShouldBe("enrolments.seats_left");
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        (await kim.Post($"/api/v1/courses/{course}/enrolment", new { }).ExpectProblem(409)).ShouldBe("enrolments.no_seats");
        (await kim.Put(place, new { }).Expect(200))["ahead"]!.GetValue<int>().ShouldBe(0);
        (await eva.Put(place, new { }).Expect(200))["ahead"]!.GetValue<int>().ShouldBe(1);
        (await eva.Put(place, new { }).Expect(200))["waiting"]!.GetValue<int>().ShouldBe(2);
        (await eva.Page($"/courses/{course}")).ShouldContain("1 in line before you.");
        (await hub.Visitor().Page($"/courses/{course}")).ShouldContain("Sign in to wait for a place");
        await hub.Visitor().Put(place, new { }).Expect(401);

        await sam.Delete($"/api/v1/courses/{course}/enrolment").Expect(200);
        await kim.Until(place, p => p["offeredUntil"] is not null);
        (await eva.Post($"/api/v1/courses/{course}/enrolment", new { }).ExpectProblem(409)).ShouldBe("enrolments.no_seats");
        (await kim.Page($"/courses/{course}")).ShouldContain("A place is held for you.");
        await kim.Until("/api/v1/notifications", n => n["page"]!["items"]!.AsArray().Any(i => i!["kind"]!.GetValue<string>() == "place_offered"));
        await kim.Delete(place).Expect(200);
        await eva.Until(place, p => p["offeredUntil"] is not null);
        await eva.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
    }

    [Fact]
    public async Task Reports_that_make_no_sense_are_refused()
    {
        var ines = await Instructor();
        var (course, _, lesson) = await ines.TeachCourse("Knots");
        var sam = await hub.Visitor().Register();
        var path = $"/api/v1/courses/{course}/lessons/{lesson}/progress";
        (await sam.Post(path, new { intervals = Array.Empty<int[]>(), positionMs = 0 }).ExpectProblem(403)).ShouldBe("enrolments.not_enrolled");
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        (await sam.Post(path, new { intervals = new[] { new[] { 1 } }, positionMs = 0 }).ExpectProblem(422)).ShouldBe("enrolments.bad_interval");
        (await sam.Post(path, new { intervals = new[] { new[] { 9, 1 } }, positionMs = 0 }).ExpectProblem(422)).ShouldBe("enrolments.bad_interval");
        (await sam.Post(path, new { intervals = new int[]?[] { null }, positionMs = 0 }).ExpectProblem(422)).ShouldBe("enrolments.bad_interval");
        (await sam.Post(path, new { intervals = Enumerable.Range(0, 501).Select(i => new[] { i, i + 1 }), positionMs = 0 }).ExpectProblem(422)).ShouldBe("enrolments.too_many_intervals");
        await sam.Post(path, new { intervals = "all" }).Expect(400);
        (await ines.Post($"/api/v1/courses/{course}/enrolment", new { }).ExpectProblem(409)).ShouldBe("enrolments.own_course");
        (await sam.Post("/api/v1/courses/none/enrolment", new { }).ExpectProblem(404)).ShouldBe("enrolments.not_open");
        await hub.Visitor().Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(401);
    }
}
