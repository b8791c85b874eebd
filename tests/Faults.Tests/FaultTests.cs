using LearningHub.Bench.Faults;
using Xunit.Abstractions;

namespace LearningHub.Faults.Tests;

/// <summary>Short seeded runs of what <c>./hub bench faults</c> does at length: a real host as a child process, real HTTP, real kills.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_host_that_is_killed_under_load_loses_nothing_and_does_nothing_twice()
    {
        var report = await ShortRun.Of(output, new(3, 20_261, Sabotage: false) { Students = 8, Videos = 3, Calm = (0.8, 2.5), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeTrue(report.Details() + report.Summary());
        report.Blows.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_store_that_answers_before_it_commits_is_caught()
    {
        var report = await ShortRun.Of(output, new(2, 20_263, Sabotage: true) { Students = 8, Videos = 1, Calm = (1.0, 2.0), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeFalse();
        report.Lost.ShouldBeGreaterThan(0, report.Summary());
    }
}
