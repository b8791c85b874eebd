using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Quizzes;

/// <summary>A published course with a quiz: a choice (Paris), a number (42), a word with a gap, and an essay where wanted; before it a text where wanted.</summary>
public sealed record QuizWorld(HubClient Teacher, string Course, string Lesson, string Quiz)
{
    public static async Task<QuizWorld> Of(HubClient teacher, bool essay = false, string? reading = null)
    {
        var course = (await teacher.Post("/api/v1/courses", new { title = "Capitals", subject = "Science", level = "startingOut", language = "en" }).Expect(201))["courseId"]!.GetValue<string>();
        await teacher.Put($"/api/v1/courses/{course}", new
        {
            title = "Capitals", subtitle = "Where is what", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Science", level = "startingOut", language = "en", prices = Array.Empty<object>(),
        }).Expect(200);
        var section = (await teacher.Post($"/api/v1/courses/{course}/sections", new { title = "One" }).Expect(201))["sectionId"]!.GetValue<string>();
        if (reading is not null)
        {
            var text = (await teacher.Post($"/api/v1/courses/{course}/lessons", new { sectionId = section, title = reading, kind = "text" }).Expect(201))["lessonId"]!.GetValue<string>();
            await teacher.Put($"/api/v1/courses/{course}/lessons/{text}", new { markdown = "Seas, cities and a sum: all of it is on this page. **Paris** is in France, six sevens are 42, the sea is blue." }).Expect(200);
        }
        var lesson = (await teacher.Post($"/api/v1/courses/{course}/lessons", new { sectionId = section, title = "The test", kind = "quiz" }).Expect(201))["lessonId"]!.GetValue<string>();
        var world = new QuizWorld(teacher, course, lesson, QuizKey.IdOf(course, lesson));
        await teacher.Post($"/api/v1/courses/{course}/lessons/{lesson}/quiz", new { }).Expect(200);
        var ids = new List<string>
        {
            await world.Ask(new { kind = "singleChoice", name = "Capital", text = "The capital of **France**?", answers = new[] { new { text = "Paris", weight = 100 }, new { text = "Lyon", weight = 0 } } }),
            await world.Ask(new { kind = "numeric", name = "Answer", text = "Six times seven?", answers = new[] { new { text = "42", weight = 100 } } }),
            await world.Ask(new { kind = "fillIn", name = "Gap", text = "The sea is [[1]].", gaps = new[] { new { kind = "text", answers = new[] { new { text = "blue", weight = 100 } } } } }),
        };
        if (essay) ids.Add(await world.Ask(new { kind = "essay", name = "Why", text = "Why?", essay = new { template = "", graderNotes = "Kindly.", minWords = 0, maxWords = 0 } }));
        await teacher.Post($"/api/v1/quizzes/{world.Quiz}/questions", new { questionIds = ids, marks = 2 }).Expect(200);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var published = await teacher.Post($"/api/v1/courses/{course}/publication", new { });
            if (published.IsSuccessStatusCode) return world;
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(60)) throw new TimeoutException("The course never learnt of its questions: " + await published.Content.ReadAsStringAsync());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Answers can be checked during the attempt.</summary>
    public Task AllowChecks(int tries) => Settings(new { feedback = "immediate", maxTries = tries });

    private async Task<string> Ask(object content) => (await Teacher.Post($"/api/v1/courses/{Course}/questions", new { content, tags = Array.Empty<string>() }).Expect(201))["questionId"]!.GetValue<string>();

    /// <summary>Changes some of the settings.</summary>
    public async Task Settings(object changed)
    {
        var settings = (await Teacher.Get($"/api/v1/quizzes/{Quiz}").Expect(200))["settings"]!.DeepClone().AsObject();
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(changed, System.Text.Json.JsonSerializerOptions.Web)!.AsObject()) settings[name] = value?.DeepClone();
        await Teacher.Put($"/api/v1/quizzes/{Quiz}/settings", new { settings }).Expect(200);
    }

    public string Attempts => $"/api/v1/quizzes/{Quiz}/attempts";

    /// <summary>The id of the choice that reads so.</summary>
    public static string Choice(JsonNode paper, string text) => paper["questions"]![0]!["question"]!["choices"]!.AsArray().Single(c => c!["text"]!.GetValue<string>() == text)!["id"]!.GetValue<string>();

    public static string Gap(JsonNode paper) => paper["questions"]![2]!["question"]!["gaps"]![0]!["id"]!.GetValue<string>();

    public static object Answer(int place, object response, long baseRevision = 0) => new { place, response, baseRevision, flagged = (bool?)null, settled = false };
}
