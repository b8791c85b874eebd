using LearningHub.Bench.Faults;
using Xunit.Abstractions;

namespace LearningHub.Faults.Tests;

/// <summary>A fault run, bounded, whose report stands in the test's output.</summary>
internal static class ShortRun
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(13);

    public static async Task<FaultReport> Of(ITestOutputHelper output, FaultSettings settings)
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        await using var run = new FaultRun(settings, new StringWriter());
        var report = await run.Execute(bound.Token);
        output.WriteLine(report.Details());
        output.WriteLine(report.Summary());
        return report;
    }
}
