using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

internal static class FaultBench
{
    /// <summary>Random moments first, then every boundary; <c>--boundaries</c> or <c>--moments</c>: only these.</summary>
    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var settings = FaultSettings.Parse([.. args.Except(["--boundaries", "--moments"])]);
        var red = 0;
        if (!args.Contains("--boundaries")) red += await Moments(settings, cancellation);
        if (!args.Contains("--moments") && !settings.Sabotage) red += await Boundaries(new(settings.Seed), cancellation);
        return red == 0 ? 0 : 1;
    }

    private static async Task<int> Moments(FaultSettings settings, CancellationToken cancellation)
    {
        Console.WriteLine($"faults: {settings.Kills} kills, seed {settings.Seed}{(settings.Sabotage ? ", sabotaged" : "")}");
        await using var run = new FaultRun(settings, Console.Out);
        FaultReport report;
        try { report = await run.Execute(cancellation); }
        catch (Exception e) when (e is not OperationCanceledException) { return BrokeOff(e, run.Folder); }
        Console.WriteLine($"\n{report.Details()}\n{report.Summary()}");
        if (!report.IsGreen && !settings.Sabotage) Console.WriteLine($"Data, log and ledger are kept in {run.Folder}");
        if (!settings.Sabotage && settings.Kills >= 20) BenchmarksPage.Write("faults", "Faults: kill -9 under load (`./hub bench faults`)", report.Summary());
        return report.IsGreen ? 0 : 1;
    }

    private static async Task<int> Boundaries(BoundarySettings settings, CancellationToken cancellation)
    {
        Console.WriteLine($"boundaries: seed {settings.Seed}");
        await using var run = new BoundaryRun(settings, Console.Out);
        BoundaryReport report;
        try { report = await run.Execute(cancellation); }
        catch (Exception e) when (e is not OperationCanceledException) { return BrokeOff(e, run.Folder); }
        Console.WriteLine($"\n{report.Details()}\n{report.Summary()}");
        if (!report.IsGreen) Console.WriteLine($"Data, log and ledger are kept in {run.Folder}");
        BenchmarksPage.Write("boundaries", "Faults: kill -9 after every commit of a purchase and of an attempt (`./hub bench faults --boundaries`)", report.Summary());
        return report.IsGreen ? 0 : 1;
    }

    private static int BrokeOff(Exception e, string folder)
    {
        Console.WriteLine($"The run broke off: {e}\nData, log and ledger are kept in {folder}");
        return 1;
    }
}
