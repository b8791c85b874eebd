using System.Collections.Concurrent;

namespace LearningHub.Bench.Quizzes;

/// <summary>Everybody begins and saves; what was acknowledged is remembered here, and looked for at the end.</summary>
internal sealed class Exam(Crowd crowd, int saves)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<(int Learner, int Place), string> _acknowledged = new();
    private readonly ConcurrentBag<double> _saves = [];
    private int _count;

    public IReadOnlyCollection<double> First { get; private set; } = [];
    public IReadOnlyCollection<double> Saves => _saves;
    public int Acknowledged => _count;

    public async Task Run(int learners, TimeSpan over, CancellationToken cancellation)
    {
        var sitting = new ConcurrentBag<Task>();
        First = await crowd.All(learners, over, async (i, token) =>
        {
            await crowd.Send(HttpMethod.Post, $"/api/v1/quizzes/{crowd.Quiz}/attempts", new { }, crowd.Tokens[i], token);
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
            var (place, text) = (1 + n % 10, $"learner {learner} save {n}");
            var body = new { changes = new[] { new { place, response = new { text }, baseRevision = 0 } }, deviceId = "bench", sequence = n };
            var started = time.GetTimestamp();
            var receipt = await crowd.Send(HttpMethod.Put, $"/api/v1/quizzes/{crowd.Quiz}/attempts/1/answers", body, crowd.Tokens[learner], cancellation);
            if (receipt["answers"]![0]!["response"]!["text"]!.GetValue<string>() != text) throw new InvalidOperationException($"The receipt of {text} names another answer: {receipt}");
            _saves.Add(time.GetElapsedTime(started).TotalMilliseconds);
            _acknowledged[(learner, place)] = text;
            Interlocked.Increment(ref _count);
        }
    }

    /// <summary>Acknowledged answers that are not there.</summary>
    public async Task<int> Lost(CancellationToken cancellation)
    {
        var lost = 0;
        await Parallel.ForEachAsync(_acknowledged.GroupBy(a => a.Key.Learner), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellation }, async (mine, token) =>
        {
            var paper = await crowd.Send(HttpMethod.Get, $"/api/v1/quizzes/{crowd.Quiz}/attempts/1", null, crowd.Tokens[mine.Key], token);
            foreach (var ((_, place), text) in mine)
                if (paper["questions"]![place - 1]!["answer"]!["response"]!["text"]!.GetValue<string>() != text) Interlocked.Increment(ref lost);
        });
        return lost;
    }
}
