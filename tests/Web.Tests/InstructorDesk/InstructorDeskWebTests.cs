using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.InstructorDesk;

[Collection("web")]
public sealed class InstructorDeskWebTests(WebHub hub)
{
    [Fact]
    public async Task Desk_insights_and_roster_show_the_same_students()
    {
        using var ines = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, _, lesson) = await ines.TeachCourse("Desks");
        (await ines.Page("/teach/desk")).ShouldContain("Desks");
        using var sam = await hub.Visitor().Register("Sam <b>Student");
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        await sam.Put($"/api/v1/courses/{course}/lessons/{lesson}/completion", new { completed = true }).Expect(200);
        var insight = await ines.Until($"/api/v1/courses/{course}/insights", i => i["students"]!["finished"]!.GetValue<int>() == 1);
        insight["students"]!["active"]!.GetValue<int>().ShouldBe(1);
        await ines.Until("/api/v1/desk", d => d["students"]!["new"]!.GetValue<int>() == 1);
        await ines.Until($"/api/v1/courses/{course}/roster?only=finished", r => r["total"]!.GetValue<int>() == 1);
        (await ines.Get($"/api/v1/courses/{course}/roster?only=stuck").Expect(200))["total"]!.GetValue<int>().ShouldBe(0);
        (await ines.Page($"/teach/courses/{course}/insights")).ShouldSatisfyAllConditions(p => p.ShouldContain("Lesson by lesson"), p => p.ShouldContain("All done"));
        (await ines.Page($"/teach/courses/{course}/students?only=finished")).ShouldSatisfyAllConditions(p => p.ShouldContain("Sam &lt;b&gt;Student"), p => p.ShouldNotContain("<b>Student"));
        (await ines.Page($"/teach/courses/{course}/students?only=stuck")).ShouldContain("Nobody here");
        (await ines.Page("/teach/earnings")).ShouldContain("Nothing was sold yet");
    }

    [Fact]
    public async Task An_announcement_is_written_read_and_withdrawn()
    {
        using var ines = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, _, _) = await ines.TeachCourse("News");
        using var sam = await hub.Visitor().Register();
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        (await sam.Page($"/courses/{course}/announcements")).ShouldContain("No announcements");
        var posted = await ines.Post($"/api/v1/courses/{course}/announcements", new { title = "Exam <b>", text = "On *Friday* <script>alert(1)</script>" }).Expect(201);
        (await sam.Page($"/courses/{course}/announcements")).ShouldSatisfyAllConditions(p => p.ShouldContain("Exam &lt;b&gt;"), p => p.ShouldContain("<em>Friday</em>"), p => p.ShouldNotContain("<script>alert"));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = "later-1", ["title"] = "Later", ["text"] = "Soon.", ["at"] = "not a moment" });
        using var refused = await ines.Http.PostAsync($"/teach/courses/{course}/announcements", form);
        ((int)refused.StatusCode).ShouldBe(422);
        (await refused.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(p => p.ShouldContain("This is not a moment."), p => p.ShouldContain("value=\"Later\""));
        (await ines.Post($"/api/v1/courses/{course}/announcements", new { title = "", text = "x" }).ExpectProblem(422)).ShouldBe("announcements.title_invalid");
        await ines.Delete($"/api/v1/courses/{course}/announcements/{posted["announcementId"]}").Expect(200);
        (await sam.Get($"/api/v1/courses/{course}/announcements").Expect(200))["items"]!.AsArray().ShouldBeEmpty();
        using var stranger = await hub.Visitor().Register();
        (await stranger.Get($"/api/v1/courses/{course}/announcements").ExpectProblem(403)).ShouldBe("announcements.not_member");
        await sam.Post($"/api/v1/courses/{course}/announcements", new { title = "Mine", text = "No" }).Expect(403);
    }

    [Fact]
    public async Task One_that_is_held_says_so_to_the_staff_who_send_it_in_their_own_name()
    {
        using var ines = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, _, _) = await ines.TeachCourse("Held news");
        using var sam = await hub.Visitor().Register();
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        await ines.Post($"/api/v1/courses/{course}/announcements", new { announcementId = "h1", title = "Later <b>", text = "Soon.", at = TimeProvider.System.GetUtcNow().AddDays(1) }).Expect(201);
        await ines.Post($"/api/v1/courses/{course}/announcements", new { announcementId = "h2", title = "Much later", text = "Soon.", at = TimeProvider.System.GetUtcNow().AddDays(2) }).Expect(201);
        var page = $"/teach/courses/{course}/announcements";
        (await hub.Admin.Page(page)).ShouldNotContain("Held: its author may not post here.");
        (await hub.Admin.Post($"/api/v1/courses/{course}/announcements/h1/adoption", new { }).ExpectProblem(409)).ShouldBe("announcements.not_held");
        await hub.Admin.Post($"/api/v1/users/{ines.UserId}/suspension", new { reason = "left" }).Expect(200, 204);
        (await hub.Admin.Page(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("Held: its author may not post here."), p => p.ShouldContain($"{page}/h1/adopt"));
        (await hub.Admin.Get($"/api/v1/courses/{course}/announcements").Expect(200))["items"]!.AsArray().ShouldAllBe(a => a!["held"]!.GetValue<bool>());
        (await sam.Page($"/courses/{course}/announcements")).ShouldNotContain("Later");
        await sam.Post($"/api/v1/courses/{course}/announcements/h1/adoption", new { }).Expect(403);
        await hub.Admin.Post($"/api/v1/courses/{course}/announcements/h1/adoption", new { }).Expect(200);
        using (var adopted = await hub.Admin.Http.PostAsync($"{page}/h2/adopt", new FormUrlEncodedContent([]))) ((int)adopted.StatusCode).ShouldBe(303);
        var mine = await hub.Admin.Page(page);
        mine.ShouldSatisfyAllConditions(p => p.ShouldNotContain("Held: its author"), p => p.ShouldContain("Planned"), p => p.ShouldNotContain("/adopt\""));
    }

    [Fact]
    public async Task Others_see_nothing_of_it()
    {
        using var ines = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, _, lesson) = await ines.TeachCourse("Private numbers");
        using var omar = await (await hub.Visitor().Register("Omar Other")).MadeInstructorBy(hub.Admin);
        (await omar.Get($"/api/v1/courses/{course}/insights").ExpectProblem(403)).ShouldBe("courses.not_yours");
        (await omar.Get($"/api/v1/courses/{course}/lessons/{lesson}/audience").ExpectProblem(403)).ShouldBe("courses.not_yours");
        (await omar.Http.GetAsync($"/teach/courses/{course}/insights")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await omar.Http.GetAsync($"/teach/courses/{course}/lessons/{lesson}/audience")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await ines.Get($"/api/v1/courses/{course}/lessons/{lesson}/audience").ExpectProblem(404)).ShouldBe("enrolments.no_video");
        using var sam = await hub.Visitor().Register();
        await sam.Get("/api/v1/desk").Expect(403);
        await sam.Get("/api/v1/earnings").Expect(403);
    }
}
