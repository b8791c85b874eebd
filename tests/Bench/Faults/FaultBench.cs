using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

internal static class FaultBench
{
    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var settings = FaultSettings.Parse(args);
        Console.WriteLine($"faults: {settings.Kills} kills, seed {settings.Seed}{(settings.Sabotage ? ", sabotaged" : "")}");
        await using var run = new FaultRun(settings, Console.Out);
        FaultReport report;
        try { report = await run.Execute(cancellation); }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Console.WriteLine($"The run broke off: {e}\nData, log and ledger are kept in {run.Folder}");
            return 1;
        }
        Console.WriteLine();
        Console.WriteLine(report.Details());
        Console.WriteLine(report.Summary());
        if (!report.IsGreen && !settings.Sabotage) Console.WriteLine($"Data, log and ledger are kept in {run.Folder}");
        if (!settings.Sabotage && settings.Kills >= 20) BenchmarksPage.Write("faults", "Faults: kill -9 under load (`./hub bench faults`)", report.Summary());
        return report.IsGreen ? 0 : 1;
    }
}
