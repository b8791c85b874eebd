using LearningHub.Bench.Faults;

namespace LearningHub.Bench;

internal sealed record Benchmark(string Name, string What, Func<string[], CancellationToken, Task<int>> Run);

internal static class Benches
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("faults", "kill -9 of the host under load, again and again: nothing acknowledged is lost, nothing happens twice [--kills 20] [--seed N] [--sabotage]", FaultBench.Run),
    ];
}
