using LearningHub.Bench.Faults;
using Xunit.Abstractions;

namespace LearningHub.Faults.Tests;

/// <summary>A sample of what <c>./hub bench faults --boundaries</c> does at every commit.</summary>
public sealed class BoundaryTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(13);

    [Fact]
    public async Task A_host_that_dies_between_two_steps_of_a_purchase_or_an_attempt_goes_on_with_it()
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        await using var run = new BoundaryRun(new(20_266) { Every = 9, Stories = [BoundaryStory.Attempt, BoundaryStory.Checkout], Others = 1 }, new StringWriter());
        var report = await run.Execute(bound.Token);
        output.WriteLine(report.Details());
        output.WriteLine(report.Summary());
        report.IsGreen.ShouldBeTrue(report.Details() + report.Summary());
        report.Kills.Count.ShouldBeGreaterThan(4);
        report.Kills.Select(k => k.Story).Distinct().Count().ShouldBe(2);
    }
}
