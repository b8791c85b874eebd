using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Quizzes;

/// <summary>Everybody begins and saves. What was asked and acknowledged stands in the ledger outside the host, a line before each send and one after each answer; at the end it is looked
/// for as each learner sees it.</summary>
internal sealed class Exam(Stage stage, Crowd crowd, int saves)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentBag<double> _saves = [];

    public IReadOnlyCollection<double> First { get; private set; } = [];
    public IReadOnlyCollection<double> Saves => _saves;
    public int Acknowledged => _saves.Count;

    private string Attempts => $"/api/v1/quizzes/{crowd.Quiz}/attempts";

    public async Task Run(TimeSpan over, CancellationToken cancellation)
    {
        var sitting = new ConcurrentBag<Task>();
        First = await crowd.All(over, async (i, token) =>
        {
            (await stage.Client.Send(Op(i, 0), "attempt", HttpMethod.Post, Attempts, Facts(i), [], crowd.Learners[i].Token, cancellation: token)).Expect(201);
            sitting.Add(Sit(i, token));
        }, cancellation);
        await Task.WhenAll(sitting);
    }

    private async Task Sit(int learner, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        for (var n = 1; n <= saves; n++)
        {
            await Task.Delay(Pause, time, cancellation);
            var (place, text) = (1 + n % Crowd.Questions, $"learner {learner} save {n}");
            var facts = Facts(learner);
            (facts["place"], facts["text"]) = (place, text);
            JsonObject body = new()
            {
                ["changes"] = new JsonArray(new JsonObject { ["place"] = place, ["response"] = new JsonObject { ["text"] = text }, ["baseRevision"] = 0 }), ["deviceId"] = "bench", ["sequence"] = n,
            };
            var started = time.GetTimestamp();
            var receipt = (await stage.Client.Send(Op(learner, n), "answers", HttpMethod.Put, $"{Attempts}/1/answers", facts, body, crowd.Learners[learner].Token, cancellation: cancellation)).Expect(200).Json;
            if (receipt["answers"]![0]!["response"]!["text"]!.GetValue<string>() != text) throw new InvalidOperationException($"The receipt of {text} names another answer: {receipt}");
            _saves.Add(time.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    /// <summary>Acknowledged answers that are not there, or are not what was saved last; and learners who have another number of attempts than one.</summary>
    public async Task<(int Looked, int Lost, int Twice)> Check(CancellationToken cancellation)
    {
        var (looked, lost, twice) = (0, 0, 0);
        var acknowledged = stage.Ledger.Read().Where(e => e is { Kind: "answers", IsAcknowledged: true }).GroupBy(e => e.Number("learner"));
        await Parallel.ForEachAsync(acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellation }, async (mine, token) =>
        {
            var session = crowd.Learners[(int)mine.Key].Token;
            var paper = (await stage.Client.Get($"{Attempts}/1", session, cancellation: token)).Expect(200).Json;
            foreach (var place in mine.GroupBy(e => e.Number("place")))
            {
                Interlocked.Add(ref looked, place.Count());
                if (paper["questions"]![(int)place.Key - 1]!["answer"]!["response"]!["text"]!.GetValue<string>() != place.Last().Text("text")) Interlocked.Increment(ref lost);
            }
            if ((await stage.Client.Get($"{Attempts}/mine", session, cancellation: token)).Expect(200).Json["attempts"]!.AsArray().Count != 1) Interlocked.Increment(ref twice);
        });
        return (looked, lost, twice);
    }

    private static JsonObject Facts(int learner) => new() { ["learner"] = learner };

    private string Op(int learner, int save) => string.Create(CultureInfo.InvariantCulture, $"{stage.Run}-{learner}-save-{save}");
}
