using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using LearningHub.Bench.Faults;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Bench.Quizzes;

/// <summary>A quiz of ten questions and everybody who sits it.</summary>
internal sealed class Crowd(Stage stage)
{
    public const int Questions = 10;
    private const int PreparedAtOnce = 64;

    public IReadOnlyList<Person> Learners { get; private set; } = [];
    public string Quiz { get; private set; } = "";

    public async Task SetUp(int learners, CancellationToken cancellation)
    {
        var (academy, token) = (stage.Academy, stage.Academy.InstructorToken);
        var course = await academy.MakeCourse("Exam", cancellation);
        var section = (await academy.Post($"/api/v1/courses/{course}/sections", new() { ["title"] = "Exam" }, token, cancellation))["sectionId"]!.GetValue<string>();
        var lesson = (await academy.Post($"/api/v1/courses/{course}/lessons", new() { ["sectionId"] = section, ["title"] = "Exam", ["kind"] = "quiz" }, token, cancellation))["lessonId"]!.GetValue<string>();
        Quiz = QuizKey.IdOf(course, lesson);
        await academy.Post($"/api/v1/courses/{course}/lessons/{lesson}/quiz", [], token, cancellation);
        var questions = new JsonArray();
        for (var i = 1; i <= Questions; i++)
        {
            JsonObject content = new() { ["kind"] = "shortText", ["name"] = $"Q{i}", ["text"] = $"Question {i} of **ten**?", ["answers"] = new JsonArray(new JsonObject { ["text"] = $"{i}", ["weight"] = 100 }) };
            questions.Add((await academy.Post($"/api/v1/courses/{course}/questions", new() { ["content"] = content }, token, cancellation))["questionId"]!.GetValue<string>());
        }
        await academy.Post($"/api/v1/quizzes/{Quiz}/questions", new() { ["questionIds"] = questions, ["marks"] = 1 }, token, cancellation);

        var people = new Person[learners];
        await Parallel.ForAsync(0, learners, new ParallelOptions { MaxDegreeOfParallelism = PreparedAtOnce, CancellationToken = cancellation }, async (i, stop) =>
        {
            var op = string.Create(CultureInfo.InvariantCulture, $"{stage.Run}-learner-{i}");
            people[i] = await Person.Register(stage.Client, op, $"Learner {i}", stop) ?? throw new InvalidOperationException($"{op} could not register.");
            if (!await people[i].Enrol(stage.Client, $"{op}-enrol", course, stop)) throw new InvalidOperationException($"{op} could not enrol.");
        });
        Learners = people;
    }

    /// <summary>Everybody once, spread evenly over a time; how long each took, in milliseconds.</summary>
    public async Task<IReadOnlyCollection<double>> All(TimeSpan over, Func<int, CancellationToken, Task> act, CancellationToken cancellation)
    {
        var times = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, Learners.Count).Select(async i =>
        {
            await Task.Delay(over * ((double)i / Learners.Count), TimeProvider.System, cancellation);
            var started = TimeProvider.System.GetTimestamp();
            await act(i, cancellation);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }));
        return times;
    }
}
