using LearningHub.Bench.Faults;
using LearningHub.Bench.Gamification;
using LearningHub.Bench.Live;
using LearningHub.Bench.Quizzes;
using LearningHub.Bench.Shop;
using LearningHub.Bench.Speed;

namespace LearningHub.Bench;

internal sealed record Benchmark(string Name, string What, Func<string[], CancellationToken, Task<int>> Run);

internal static class Benches
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("faults", "kill -9 of the host under load, again and again: nothing acknowledged is lost, nothing happens twice [--kills 20] [--seed N] [--sabotage] [--boundaries | --moments]", FaultBench.Run),
        new("cluster", "the same with two silos and a front end by itself: kills, a rolling restart (Microsoft Orleans) [--seed N]", ClusterBench.Run),
        new("grains", "calls of a grain, beside a dictionary of channels and a plain method", GrainBench.Run),
        new("commits", "durable saves of aggregates, beside inserts of the bare driver", CommitBench.Run),
        new("web", "pages and API, beside a bare server", WebBench.Run),
        new("chat", "a message to 50 sockets, beside a bare TCP server", ChatBench.Run),
        new("live", "one live class for two minutes: every chunk and poll at every attendee, attendance, processors and memory, beside a bare fan-out [--attendees 500] [--seconds 120] [--seed N]; in browsers, read from the picture [--pictures] [--seconds 60]", LiveBench.Run),
        new("points", "a million events with repeats, shuffled, equal a recount; ranks on a board of a million [--events N] [--people N]", PointsBench.Run),
        new("projections", "what all projections together ask of the database, and how far behind they are under saves", ProjectionBench.Run),
        new("quiz", "an exam of 2,000 that begins within 5 s, with one kill -9: first question, saves, nothing acknowledged lost [--learners 2000] [--saves 8] [--seed N]", QuizBench.Run),
        new("shop", "1,000 at once with a coupon for one use, 500 for 100 places, to the last receipt [--seed N]", ShopBench.Run),
        new("start", "process start to first good answer, and memory, beside a bare server", StartBench.Run),
    ];
}
