using System.Text.Json.Nodes;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>One attempt at a quiz: begun, answers saved and changed, handed in or left to the clock.</summary>
internal sealed class Sitting(FaultClient client, Exam exam, Person learner, string op, Random random)
{
    private int _serial;

    public async Task<bool> Begin(CancellationToken cancellation) =>
        (await Send("attempt", HttpMethod.Post, $"/api/v1/quizzes/{exam.Quiz}/attempts", [], [], cancellation)).IsOk;

    /// <summary>Saves an answer; false: it is too late, or refused.</summary>
    public async Task<bool> Save(CancellationToken cancellation)
    {
        var (place, n) = (random.Next(1, Exams.Questions + 1), _serial + 1);
        var text = random.Next(3) == 0 ? $"wrong {n}" : Exams.RightAnswer(place);
        JsonObject body = new()
        {
            ["changes"] = new JsonArray(new JsonObject { ["place"] = place, ["response"] = new JsonObject { ["text"] = text }, ["baseRevision"] = 0 }), ["deviceId"] = "phone", ["sequence"] = n,
        };
        var saved = await Send("answers", HttpMethod.Put, $"/api/v1/quizzes/{exam.Quiz}/attempts/1/answers", new() { ["place"] = place, ["text"] = text }, body, cancellation);
        return saved.IsOk;
    }

    public Task HandIn(CancellationToken cancellation) => Send("hand-in", HttpMethod.Post, $"/api/v1/quizzes/{exam.Quiz}/attempts/1/submission", [], [], cancellation);

    /// <summary>Until it is marked, by whoever handed it in.</summary>
    public Task Marked(TimeSpan patience, CancellationToken cancellation) => Wait.Until($"the attempt {op} is marked", patience,
        async () => (await client.Get($"/api/v1/quizzes/{exam.Quiz}/attempts/mine", learner.Token, cancellation: cancellation)).Text,
        text => JsonNode.Parse(text)?["attempts"] is JsonArray { Count: 1 } attempts && attempts[0]!["state"]!.GetValue<string>() == "graded", cancellation);

    private Task<Answer> Send(string kind, HttpMethod method, string path, JsonObject facts, JsonObject body, CancellationToken cancellation)
    {
        (facts["quiz"], facts["user"], facts["email"]) = (exam.Quiz, learner.UserId, learner.Email);
        return client.Send($"{op}-{kind}-{++_serial}", kind, method, path, facts, body, learner.Token, cancellation: cancellation);
    }
}
