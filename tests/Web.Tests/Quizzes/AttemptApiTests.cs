using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Quizzes;

[Collection("web")]
public sealed class AttemptApiTests(WebHub hub)
{
    [Fact]
    public async Task A_student_sits_a_quiz_over_the_api_and_never_sees_a_key_before_the_end()
    {
        var world = await hub.OpenQuiz();
        var sam = await world.Student(hub);
        var paper = await sam.Post(world.Attempts, new { }, "start-1").Expect(201);
        foreach (var secret in (string[])["weight", "blue", "\"42\"", "rightAnswer\":\"Paris"]) paper.ToJsonString().ShouldNotContain(secret);
        (await sam.Post(world.Attempts, new { }, "start-1").Expect(201))["number"]!.GetValue<int>().ShouldBe(1);

        var receipt = await sam.Put($"{world.Attempts}/1/answers", new
        {
            changes = new[] { QuizWorld.Answer(1, new { choices = new[] { QuizWorld.Choice(paper, "Paris") } }), QuizWorld.Answer(2, new { text = "42" }) }, deviceId = "test", sequence = 1,
        }).Expect(200);
        (receipt["revision"]!.GetValue<long>(), receipt["conflicts"]!.AsArray().Count).ShouldBe((1, 0));
        (await sam.Get($"{world.Attempts}/1/review").ExpectProblem(409)).ShouldBe("quizzes.no_review");
        var other = await sam.Put($"{world.Attempts}/1/answers", new { changes = new[] { QuizWorld.Answer(2, new { text = "41" }) }, deviceId = "phone", sequence = 1 }).Expect(200);
        other["conflicts"]!.AsArray().Single()!.GetValue<int>().ShouldBe(2);

        var gap = new { gaps = new[] { new { id = QuizWorld.Gap(paper), value = "Blue" } } };
        var summary = await sam.Post($"{world.Attempts}/1/submission", new { last = new { changes = new[] { QuizWorld.Answer(3, gap) }, deviceId = "test", sequence = 2 } }).Expect(200);
        (summary["state"]!.GetValue<string>(), summary["mark"]!.GetValue<decimal>(), summary["passed"]!.GetValue<bool>()).ShouldBe(("graded", 6, true));
        // Who may try again is told what was wrong, not what is right.
        var review = (await sam.Get($"{world.Attempts}/1/review").Expect(200))["questions"]![0]!;
        (review["rightAnswer"]!.GetValue<string>(), review["mark"]!.GetValue<decimal>()).ShouldBe(("", 2));
        (await sam.Put($"{world.Attempts}/1/answers", new { changes = Array.Empty<object>(), deviceId = "test", sequence = 3 }).ExpectProblem(409)).ShouldBe("quizzes.not_running");
    }

    [Fact]
    public async Task Others_find_nothing_and_visitors_are_asked_to_sign_in()
    {
        var world = await hub.OpenQuiz();
        var sam = await world.Student(hub);
        await sam.Post(world.Attempts, new { }).Expect(201);
        var eve = await hub.Visitor().Register("Eve Elsewhere");
        (await eve.Post(world.Attempts, new { }).ExpectProblem(404)).ShouldBe("quizzes.not_found");
        (await eve.Get($"{world.Attempts}/1").ExpectProblem(404)).ShouldBe("quizzes.not_found");
        await hub.Visitor().Post(world.Attempts, new { }).Expect(401);
        var foreigner = await hub.Visitor(WebHub.OtherHost).Register("Otto Other");
        (await foreigner.Get($"{world.Attempts}/mine").ExpectProblem(404)).ShouldBe("quizzes.not_found");

        foreach (var path in (string[])["", "/results", "/results.csv", "/learners", "/queue", $"/learners/{sam.UserId}/attempts/1"])
        {
            await sam.Get($"/api/v1/quizzes/{world.Quiz}{path}").Expect(403);
            var colleague = await (await hub.Visitor().Register("Cora Colleague")).MadeInstructorBy(hub.Admin);
            (await colleague.Get($"/api/v1/quizzes/{world.Quiz}{path}").ExpectProblem(404)).ShouldBe("quizzes.not_found");
        }
        await sam.Put($"/api/v1/quizzes/{world.Quiz}/settings", new { }).Expect(403);
        await sam.Post($"/api/v1/quizzes/{world.Quiz}/regrade", new { questionIds = Array.Empty<string>() }).Expect(403);
        await sam.Put($"/api/v1/quizzes/{world.Quiz}/learners/{sam.UserId}/attempts/1/questions/1/mark", new { mark = 100, expectedRevision = 1 }).Expect(403);
    }

    [Theory]
    [InlineData("""{"changes":null,"deviceId":null,"sequence":0}""", 422)]
    [InlineData("""{"changes":[null],"deviceId":"x","sequence":1}""", 200)]
    [InlineData("""{"changes":[{"place":99,"response":{"text":"x"},"baseRevision":0}],"deviceId":"x","sequence":1}""", 422)]
    [InlineData("""{"changes":[{"place":1,"response":{"choices":[null]},"baseRevision":0}],"deviceId":"x","sequence":1}""", 200)]
    [InlineData("""{"changes":[{"place":1,"response":{"choices":["no-such-choice"]},"baseRevision":-5}],"deviceId":"x","sequence":-1}""", 200)]
    [InlineData("""{"changes":[{"place":2,"response":{"text":"\u0000"},"baseRevision":0}],"deviceId":"x","sequence":1}""", 422)]
    [InlineData("""{"changes":[{"place":2,"response":{"text":"4\u000b2"},"baseRevision":0}],"deviceId":"x","sequence":1}""", 200)]
    [InlineData("""{"changes":[{"place":2,"response":{"text":"\ud800"},"baseRevision":0}],"deviceId":"x","sequence":1}""", 400)]
    [InlineData("""{"changes":[{"place":2,"response":{"pairs":[{"id":null,"value":null}]},"baseRevision":0}],"deviceId":"x","sequence":1}""", 200)]
    [InlineData("""{"changes":"all"}""", 400)]
    public async Task Hostile_saves_are_refused_or_harmless(string body, int status)
    {
        var world = await hub.OpenQuiz();
        var sam = await world.Student(hub);
        await sam.Post(world.Attempts, new { }).Expect(201);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{world.Attempts}/1/answers") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        ((int)(await sam.Http.SendAsync(request)).StatusCode).ShouldBe(status);
        await sam.Get($"{world.Attempts}/1").Expect(200);
    }

    [Fact]
    public async Task Essays_are_claimed_marked_and_told_over_the_api()
    {
        var world = await hub.OpenQuiz(essay: true);
        var sam = await world.Student(hub);
        await sam.Post(world.Attempts, new { }).Expect(201);
        await sam.Post($"{world.Attempts}/1/submission", new { last = new { changes = new[] { QuizWorld.Answer(4, new { text = "Because." }) }, deviceId = "d", sequence = 1 } }).Expect(200);
        var essay = $"/api/v1/quizzes/{world.Quiz}/learners/{sam.UserId}/attempts/1/questions/4";
        await world.Teacher.Post($"{essay}/claim", new { takeOver = false }).Expect(200);
        (await hub.Admin.Post($"{essay}/claim", new { takeOver = false }).ExpectProblem(409)).ShouldBe("quizzes.claimed");
        (await world.Teacher.Put($"{essay}/mark", new { mark = 3, comment = "", expectedRevision = 0 }).ExpectProblem(422)).ShouldBe("quizzes.mark_invalid");
        await world.Teacher.Put($"{essay}/mark", new { mark = 1.5, comment = "Say more.", expectedRevision = 0 }).Expect(200);
        var review = await sam.Get($"{world.Attempts}/1/review").Expect(200);
        (review["summary"]!["mark"]!.GetValue<decimal>(), review["questions"]![3]!["comment"]!.GetValue<string>()).ShouldBe((1.5m, "Say more."));
        review["questions"]![3]!["graderNotes"]!.GetValue<string>().ShouldBe("");
    }
}
