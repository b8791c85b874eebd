using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Quizzes;

/// <summary>An exam of thousands: all begin within five seconds and save their answers while the host is killed once. Acknowledged answers are looked for afterwards; the floor is the
/// same crowd asking for the academy's name.</summary>
internal static class QuizBench
{
    private const int Connections = 512;
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromMinutes(4);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var (learners, saves, seed) = (Number(args, "--learners", 2_000), Number(args, "--saves", 8), Number(args, "--seed", Random.Shared.Next(1, 100_000)));
        // While they begin, or while they save.
        var killAfter = TimeSpan.FromSeconds(4 + 6 * new Random(seed).NextDouble());
        Console.WriteLine($"quiz: {learners} learners, {saves} saves each, seed {seed}");
        await using var stage = new Stage("quiz", seed, Patience, Connections);
        await stage.Start(cancellation);
        var crowd = new Crowd(stage);
        await crowd.SetUp(learners, cancellation);

        var floor = await crowd.All(Begin, async (_, token) => (await stage.Client.Get("/api/v1/academy", cancellation: token)).Expect(200), cancellation);
        var exam = new Exam(stage, crowd, saves);
        var time = TimeProvider.System;
        var running = exam.Run(Begin, cancellation);
        await Task.Delay(killAfter, time, cancellation);
        var (before, inFlight) = (exam.Acknowledged, stage.Traffic.InFlight().GroupBy(k => k).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}"));
        var cut = string.Join(", ", inFlight);
        await stage.Host.Kill(cancellation);
        var killed = time.GetTimestamp();
        await stage.Host.Start(cancellation);
        var recovery = time.GetElapsedTime(killed);
        await running;
        var (looked, lost, twice) = await exam.Check(cancellation);

        var table = new Table("what", "count", "p50 ms", "p99 ms", "of the floor (p99)");
        Row(table, "academy's name (floor)", floor, floor);
        Row(table, "first question", exam.First, floor);
        Row(table, "save, acknowledged", exam.Saves, floor);
        Console.WriteLine(table);
        var summary = FormattableString.Invariant($"Seed {seed}: {learners} learners began within {Begin.TotalSeconds:0} s; the host was killed after {killAfter.TotalSeconds:0.0} s ({before} answers acknowledged until then; in flight: {cut}) and answered again after {recovery.TotalSeconds:0.0} s. Times hold what waited for the restart. Answers acknowledged: {looked}, **lost: {lost}**; learners with another number of attempts than one: {twice}. {BenchmarksPage.Machine}.");
        Console.WriteLine(summary);
        stage.Good = lost == 0 && twice == 0 && looked == learners * saves;
        BenchmarksPage.Write("quiz", "An exam of thousands (`./hub bench quiz`)", $"{table}\n{summary}");
        return stage.Good ? 0 : 1;
    }

    private static void Row(Table table, string what, IReadOnlyCollection<double> times, IReadOnlyCollection<double> floor) => table.Row(what, times.Count, Text(At(times, 0.5)), Text(At(times, 0.99)),
        (At(times, 0.99) / Math.Max(0.01, At(floor, 0.99))).ToString("0.0", CultureInfo.InvariantCulture));

    private static double At(IReadOnlyCollection<double> times, double part) => times.Count == 0 ? 0 : times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * part)));
    private static string Text(double ms) => ms.ToString("0", CultureInfo.InvariantCulture);

    private static int Number(string[] args, string name, int standard) =>
        Array.IndexOf(args, name) is >= 0 and var at ? at + 1 < args.Length && int.TryParse(args[at + 1], out var given) && given > 0 ? given : throw new UsageException($"{name} wants a number") : standard;
}
