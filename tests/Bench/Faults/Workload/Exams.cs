using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Bench.Faults;

/// <param name="Limit">In seconds; null: as long as they want.</param>
internal sealed record Exam(string Quiz, string Course, string Lesson, int? Limit);

/// <summary>A free course with two quizzes of the same questions: one that people hand in, and one whose time runs out.</summary>
internal sealed class Exams(Academy academy)
{
    public const int Questions = 5, ShortestLimit = 10;

    /// <summary>So many right answers pass: 60 percent, as quizzes are unless somebody says otherwise.</summary>
    public const int Enough = 3;

    public Exam HandedIn { get; private set; } = null!;
    public Exam RunsOut { get; private set; } = null!;
    public string Course { get; private set; } = "";

    public static string RightAnswer(int place) => $"right {place}";

    public async Task SetUp(CancellationToken cancellation)
    {
        Course = await academy.MakeCourse("What they know", cancellation);
        var section = (await academy.Post($"/api/v1/courses/{Course}/sections", new() { ["title"] = "Exams" }, academy.InstructorToken, cancellation))["sectionId"]!.GetValue<string>();
        var questions = new List<string>();
        for (var place = 1; place <= Questions; place++)
        {
            JsonObject content = new() { ["kind"] = "shortText", ["name"] = $"Q{place}", ["text"] = $"What is the right answer to question {place}?", ["answers"] = new JsonArray(new JsonObject { ["text"] = RightAnswer(place), ["weight"] = 100 }) };
            questions.Add((await academy.Post($"/api/v1/courses/{Course}/questions", new() { ["content"] = content }, academy.InstructorToken, cancellation))["questionId"]!.GetValue<string>());
        }
        HandedIn = await Make(section, "Handed in", null, questions, cancellation);
        RunsOut = await Make(section, "Runs out", ShortestLimit, questions, cancellation);
    }

    private async Task<Exam> Make(string section, string title, int? limit, IEnumerable<string> questions, CancellationToken cancellation)
    {
        var lesson = (await academy.Post($"/api/v1/courses/{Course}/lessons", new() { ["sectionId"] = section, ["title"] = title, ["kind"] = "quiz" }, academy.InstructorToken, cancellation))["lessonId"]!.GetValue<string>();
        var quiz = QuizKey.IdOf(Course, lesson);
        await academy.Post($"/api/v1/courses/{Course}/lessons/{lesson}/quiz", [], academy.InstructorToken, cancellation);
        var made = await academy.Post($"/api/v1/quizzes/{quiz}/questions", new() { ["questionIds"] = new JsonArray([.. questions.Select(q => JsonValue.Create(q))]), ["marks"] = 1 }, academy.InstructorToken, cancellation);
        if (limit is not null)
        {
            var settings = made["settings"]!.DeepClone();
            settings["timeLimitSeconds"] = limit;
            await academy.Put($"/api/v1/quizzes/{quiz}/settings", new() { ["settings"] = settings }, academy.InstructorToken, cancellation);
        }
        return new(quiz, Course, lesson, limit);
    }
}
