using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Quizzes;

/// <summary>An exam of thousands: all begin within five seconds and save their answers while the host is killed once. Acknowledged answers are looked for afterwards; the floor is the
/// same crowd asking for the academy's name.</summary>
internal static class QuizBench
{
    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(5), KillAfter = TimeSpan.FromSeconds(8);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var learners = Number(args, "--learners", 2_000);
        var saves = Number(args, "--saves", 8);
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "hub-quiz-" + Guid.NewGuid().ToString("n")[..10])).FullName;
        await using var host = new HostProcess(HostProcess.Production, folder);
        await host.Start(cancellation);
        using var crowd = new Crowd(host.Address);
        Console.WriteLine($"quiz: {learners} learners, {saves} saves each");
        await crowd.SetUp(learners, cancellation);

        var floor = await crowd.All(learners, Begin, (_, token) => crowd.Get("/api/v1/academy", token), cancellation);
        var exam = new Exam(crowd, saves);
        var time = TimeProvider.System;
        var running = exam.Run(learners, Begin, cancellation);
        await Task.Delay(KillAfter, time, cancellation);
        var before = exam.Acknowledged;
        await host.Kill(cancellation);
        var killed = time.GetTimestamp();
        await host.Start(cancellation);
        var recovery = time.GetElapsedTime(killed);
        await running;
        var lost = await exam.Lost(cancellation);

        var table = new Table("what", "count", "p50 ms", "p99 ms", "of the floor (p99)");
        Row(table, "academy's name (floor)", floor, floor);
        Row(table, "first question", exam.First, floor);
        Row(table, "save, acknowledged", exam.Saves, floor);
        Console.WriteLine(table);
        var summary = FormattableString.Invariant($"{learners} learners began within {Begin.TotalSeconds:0} s; the host was killed after {KillAfter.TotalSeconds:0} s ({before} answers acknowledged until then) and answered again after {recovery.TotalSeconds:0.0} s. Times hold what waited for the restart. Acknowledged answers: {exam.Acknowledged}, **lost: {lost}**. {BenchmarksPage.Machine}.");
        Console.WriteLine(summary);
        BenchmarksPage.Write("quiz", "An exam of thousands (`./hub bench quiz`)", $"{table}\n{summary}");
        Directory.Delete(folder, true);
        return lost == 0 ? 0 : 1;
    }

    private static void Row(Table table, string what, IReadOnlyCollection<double> times, IReadOnlyCollection<double> floor) => table.Row(what, times.Count, Text(At(times, 0.5)), Text(At(times, 0.99)),
        (At(times, 0.99) / Math.Max(0.01, At(floor, 0.99))).ToString("0.0", CultureInfo.InvariantCulture));

    private static double At(IReadOnlyCollection<double> times, double part) => times.Count == 0 ? 0 : times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * part)));
    private static string Text(double ms) => ms.ToString("0", CultureInfo.InvariantCulture);

    private static int Number(string[] args, string name, int standard) =>
        Array.IndexOf(args, name) is >= 0 and var at ? at + 1 < args.Length && int.TryParse(args[at + 1], out var given) && given > 0 ? given : throw new UsageException($"{name} wants a number") : standard;
}
