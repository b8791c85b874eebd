using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Gamification;

[Collection("web")]
public sealed class GamificationWebTests(WebHub hub)
{
    private async Task<(HubClient Sam, string Course, string Lesson)> Learner(string name = "Sam Student")
    {
        using var ines = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, _, lesson) = await ines.TeachCourse("Points");
        var sam = await hub.Visitor().Register(name);
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        return (sam, course, lesson);
    }

    private static Task Points(HubClient person, long points) => person.Until("/api/v1/points/mine", p => p["points"]!.GetValue<long>() == points);

    [Fact]
    public async Task A_completed_lesson_is_on_pages_and_api_with_its_reason()
    {
        var (sam, course, lesson) = await Learner("Sam <b>Student");
        await sam.Put($"/api/v1/courses/{course}/lessons/{lesson}/completion", new { completed = true }).Expect(200);
        await Points(sam, 110);
        var board = await sam.Get($"/api/v1/leaderboard?period=week&course={course}").Expect(200);
        board["rows"]![0]!["userId"]!.GetValue<string>().ShouldBe(sam.UserId);
        board["topic"]!.GetValue<string>().ShouldBe($"board:cw-{course}");
        (await sam.Get($"/api/v1/users/{sam.UserId}/badges").Expect(200)).AsArray().Count.ShouldBe(2);

        (await sam.Page("/points")).ShouldSatisfyAllConditions(p => p.ShouldContain("Lesson completed"), p => p.ShouldContain("Course completed"), p => p.ShouldContain("1 day streak"), p => p.ShouldContain("First lesson"));
        (await sam.Page($"/leaderboard?course={course}")).ShouldContain("You are number 1 of 1.");
        (await sam.Page("/")).ShouldContain("hub-leaderboard");
        (await sam.Page("/account")).ShouldContain("First course");
    }

    [Fact]
    public async Task Who_leaves_sees_it_and_is_gone_for_others()
    {
        var (sam, course, lesson) = await Learner("Gone Student");
        await sam.Put($"/api/v1/courses/{course}/lessons/{lesson}/completion", new { completed = true }).Expect(200);
        await Points(sam, 110);
        await sam.Put("/api/v1/points/visibility", new { hidden = true }).Expect(200);
        (await sam.Page("/leaderboard")).ShouldContain("Show me on the boards");
        using var other = await hub.Visitor().Register();
        await other.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        (await other.Get($"/api/v1/leaderboard?period=all&course={course}").Expect(200))["rows"]!.AsArray().ShouldBeEmpty();
        (await other.Get($"/api/v1/users/{sam.UserId}/badges").Expect(200)).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Boards_of_a_course_are_for_its_members_and_rules_for_admins()
    {
        var (sam, course, _) = await Learner();
        using var stranger = await hub.Visitor().Register();
        (await stranger.Get($"/api/v1/leaderboard?course={course}").ExpectProblem(403)).ShouldBe("points.not_member");
        (await stranger.Http.GetAsync($"/leaderboard?course={course}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await sam.Get("/api/v1/leaderboard?cursor=broken").ExpectProblem(422)).ShouldBe("common.bad_cursor");
        await hub.Visitor().Get("/api/v1/leaderboard").Expect(401);
        await sam.Put("/api/v1/points/rules", new { points = Array.Empty<object>(), badges = Array.Empty<object>() }).Expect(403);
        (await hub.Admin.Put("/api/v1/points/rules", new { points = Array.Empty<object>(), badges = Array.Empty<object>() }).ExpectProblem(422)).ShouldBe("points.rule_invalid");
        var rules = await hub.OtherAdmin.Get("/api/v1/points/rules").Expect(200);
        (await hub.OtherAdmin.Put("/api/v1/points/rules", new { points = rules["points"], badges = rules["badges"], expectedVersion = 9 }).ExpectProblem(409)).ShouldBe("points.changed");
        rules["points"]![0]!["points"] = 11;
        (await hub.OtherAdmin.Put("/api/v1/points/rules", new { points = rules["points"], badges = rules["badges"] }).Expect(200))["rulesVersion"]!.GetValue<int>().ShouldBe(1);
        (await hub.OtherAdmin.Page("/admin/points")).ShouldContain("Versions");
    }
}
