using System.Net;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Quizzes;

namespace LearningHub.Web.Tests.Gradebook;

[Collection("web")]
public sealed class GradebookApiTests(WebHub hub)
{
    private async Task<HubClient> Instructor() => await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);

    private async Task<(HubClient Ines, HubClient Sam, string Course, string Quiz)> Course()
    {
        var ines = await Instructor();
        var (course, section, _) = await ines.TeachCourse("Grades");
        var quiz = (await ines.Post($"/api/v1/courses/{course}/lessons", new { sectionId = section, title = "=Quiz, first", kind = "quiz" }).Expect(201))["lessonId"]!.GetValue<string>();
        var sam = await hub.Visitor().Register("Sam Student");
        await sam.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
        return (ines, sam, course, quiz);
    }

    [Fact]
    public async Task A_grade_by_hand_counts_is_explained_kept_and_taken_back()
    {
        var (ines, sam, course, quiz) = await Course();
        var cell = $"/api/v1/courses/{course}/grades/{sam.UserId}/{quiz}";
        (await ines.Put(cell, new { kind = "grade", percent = 33.333m, reason = "" }).ExpectProblem(422)).ShouldBe("gradebook.reason_required");
        (await ines.Put(cell, new { kind = "grade", percent = 151, reason = "x" }).ExpectProblem(422)).ShouldBe("gradebook.percent_invalid");
        await ines.Put(cell, new { kind = "grade", percent = 33.333m, reason = "Oral exam" }).Expect(200);
        var own = $"/api/v1/courses/{course}/grades/mine";
        await ines.Until($"/api/v1/courses/{course}/grades", g => g["rows"]!["items"]!.AsArray().FirstOrDefault()?["total"]?.GetValue<decimal>() == 33.33m);
        var mine = await sam.Until(own, m => m["total"]?.GetValue<decimal>() == 33.33m);
        mine["formula"]!.GetValue<string>().ShouldBe("33.333");

        await ines.Put($"/api/v1/courses/{course}/gradebook/posting", new { itemId = (string?)null, posted = false }).Expect(200);
        var hidden = await sam.Until(own, m => m["total"] is null);
        hidden.ToJsonString().ShouldNotContain("33.333");
        await ines.Put($"/api/v1/courses/{course}/gradebook/posting", new { itemId = quiz, posted = true }).Expect(200);
        await sam.Until(own, m => m["total"]?.GetValue<decimal>() == 33.33m);

        await ines.Put(cell, new { kind = "excused", reason = "Ill" }).Expect(200);
        await ines.Put(cell, new { kind = "cleared", reason = "A mistake" }).Expect(200);
        var history = (await ines.Get($"{cell}/history").Expect(200)).AsArray();
        history.Select(h => h!["reason"]!.GetValue<string>()).ShouldBe(["A mistake", "Ill", "Oral exam"]);
        history[1]!["before"]!.GetValue<decimal>().ShouldBe(33.333m);
        await ines.Until($"/api/v1/courses/{course}/grades/{sam.UserId}", g => g["total"] is null);
    }

    [Fact]
    public async Task What_a_quiz_does_not_show_of_marks_is_in_nobodys_own_grades()
    {
        var world = await hub.OpenQuiz();
        var sam = await world.Student(hub);
        await world.Settings(new { closesAt = DateTimeOffset.UnixEpoch.AddYears(200), review = new { atOnce = "nothing", whileOpen = "answers", afterClose = "all" } });
        await sam.Post(world.Attempts, new { }).Expect(201);
        await sam.Post($"{world.Attempts}/1/submission", new { last = new { changes = new[] { QuizWorld.Answer(2, new { text = "42" }) }, deviceId = "test", sequence = 1 } }).Expect(200);
        var (mine, cell) = ($"/api/v1/courses/{world.Course}/grades/mine", $"/api/v1/courses/{world.Course}/grades/{sam.UserId}/{world.Lesson}");
        await Wait.Until(async () => (await world.Teacher.Get($"/api/v1/courses/{world.Course}/grades/{sam.UserId}").Expect(200))["total"]?.GetValue<decimal>() == 33.33m);

        var hidden = await sam.Get(mine).Expect(200);
        (hidden["cells"]![0]!["state"]!.GetValue<string>(), hidden["total"], hidden["formula"]!.GetValue<string>()).ShouldBe(("hidden", null, ""));
        hidden.ToJsonString().ShouldNotContain("33.33");
        (await (await sam.Get($"/courses/{world.Course}/grades")).Content.ReadAsStringAsync()).ShouldNotContain("33.33");
        // A grade by hand is shown: it tells nothing of the attempt.
        await world.Teacher.Put(cell, new { kind = "grade", percent = 50, reason = "Oral exam" }).Expect(200);
        var byHand = await sam.Until(mine, m => m["total"]?.GetValue<decimal>() == 50);
        byHand["cells"]![0]!["earned"].ShouldBeNull();
        await world.Teacher.Put(cell, new { kind = "cleared", reason = "A mistake" }).Expect(200);
        await sam.Until(mine, m => m["total"] is null);

        await world.Settings(new { closesAt = DateTimeOffset.UnixEpoch.AddYears(40) });
        var shown = await sam.Until(mine, m => m["total"] is not null);
        (shown["cells"]![0]!["state"]!.GetValue<string>(), shown["total"]!.GetValue<decimal>()).ShouldBe(("counted", 33.33m));
    }

    [Fact]
    public async Task Settings_make_the_total_and_only_staff_make_settings()
    {
        var (ines, sam, course, quiz) = await Course();
        var book = $"/api/v1/courses/{course}/gradebook";
        await ines.Put($"{book}/categories/tests", new { name = "Tests", weight = 33.333m, dropLowest = 1, empty = "zero" }).Expect(200);
        await ines.Put($"{book}/items/{quiz}", new { categoryId = "tests", weight = 2 }).Expect(200);
        (await ines.Put($"{book}/items/{quiz}", new { categoryId = "none", weight = 2 }).ExpectProblem(404)).ShouldBe("gradebook.category_not_found");
        (await ines.Put($"{book}/items/none", new { categoryId = "tests", weight = 2 }).ExpectProblem(404)).ShouldBe("gradebook.item_not_found");
        (await ines.Delete($"{book}/categories/general").ExpectProblem(409)).ShouldBe("gradebook.general_stays");
        var setup = await ines.Get(book).Expect(200);
        setup["categories"]![1]!["weight"]!.GetValue<decimal>().ShouldBe(33.333m);
        setup["items"]![0]!["categoryId"]!.GetValue<string>().ShouldBe("tests");
        (await sam.Get($"/api/v1/courses/{course}/grades/mine").Expect(200))["total"]!.GetValue<decimal>().ShouldBe(0, "what is missing counts as 0 here");

        var otto = await Instructor();
        foreach (var path in (string[])[book, $"/api/v1/courses/{course}/grades", $"/api/v1/courses/{course}/grades/csv", $"/api/v1/courses/{course}/grades/{sam.UserId}"])
        {
            await hub.Visitor().Get(path).Expect(401);
            await sam.Get(path).Expect(403);
            (await otto.Get(path).ExpectProblem(403)).ShouldBe("courses.not_yours");
            await hub.OtherAdmin.Get(path).Expect(404);
        }
        await sam.Put($"/api/v1/courses/{course}/grades/{sam.UserId}/{quiz}", new { kind = "grade", percent = 100, reason = "please" }).Expect(403);
        (await otto.Get($"/api/v1/courses/{course}/grades/mine").ExpectProblem(403)).ShouldBe("gradebook.not_enrolled");
        (await ines.Put($"/api/v1/courses/{course}/grades/nobody/{quiz}", new { kind = "grade", percent = 1, reason = "x" }).ExpectProblem(404)).ShouldBe("gradebook.student_not_found");
    }

    [Fact]
    public async Task The_file_is_safe_to_open_and_the_pages_show_the_grades()
    {
        var (ines, sam, course, quiz) = await Course();
        await ines.Put($"/api/v1/courses/{course}/grades/{sam.UserId}/{quiz}", new { kind = "grade", percent = 66.667m, reason = "Seen" }).Expect(200);
        using var file = await ines.Get($"/api/v1/courses/{course}/grades/csv");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var csv = await file.Content.ReadAsStringAsync();
        csv.ShouldContain("\"'=Quiz, first (%)\"");
        csv.ShouldContain("66.667,66.67");
        foreach (var path in (string[])[$"/teach/courses/{course}/grades", $"/teach/courses/{course}/grades?student={sam.UserId}&item={quiz}", $"/teach/courses/{course}/grades/setup"])
        {
            using var page = await ines.Get(path);
            page.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await page.Content.ReadAsStringAsync()).ShouldContain("=Quiz, first");
        }
        using var own = await sam.Get($"/courses/{course}/grades");
        (await own.Content.ReadAsStringAsync()).ShouldContain("66.67 %");
        using var posted = await ines.Http.PostAsync($"/teach/courses/{course}/grades/{sam.UserId}/{quiz}", new FormUrlEncodedContent(new Dictionary<string, string> { ["kind"] = "grade", ["percent"] = "7O", ["reason"] = "x" }));
        posted.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
