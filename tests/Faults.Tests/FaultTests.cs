using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;
using Xunit.Abstractions;

namespace LearningHub.Faults.Tests;

/// <summary>Short seeded runs of what <c>./hub bench faults</c> does at length: a real host as a child process, real HTTP, real kills.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task A_host_that_is_killed_under_load_loses_nothing_and_does_nothing_twice()
    {
        var report = await Run(new(3, 20_261, Sabotage: false) { Students = 8, Videos = 3, Calm = (0.8, 2.5), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeTrue(report.Details() + report.Summary());
        report.Blows.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_database_that_is_killed_under_a_living_host_comes_back_by_itself_with_all_that_was_acknowledged()
    {
        var report = await Run(new(0, 20_262, Sabotage: false) { DatabaseKills = 2, Students = 8, Videos = 2, Calm = (1.5, 2.5), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeTrue(report.Details() + report.Summary());
        report.Blows.Select(b => b.Blow).ShouldBe([Blow.Database, Blow.Database]);
    }

    [FactOnSmallDisk]
    public async Task A_disk_that_fills_up_under_load_refuses_clearly_and_loses_nothing()
    {
        await using var disk = await SmallDisk.Mount(400);
        var report = await Run(new(1, 20_264, Sabotage: false) { Only = Blow.FullDisk, Disk = disk.Folder, Students = 6, Videos = 4, Calm = (0.5, 1.0), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeTrue(report.Details() + report.Summary());
        report.Traffic.Statuses.Keys.ShouldContain(507, "uploads say that there is no room, and go on afterwards");
    }

    [Fact]
    public async Task A_store_that_answers_before_it_commits_is_caught()
    {
        var report = await Run(new(2, 20_263, Sabotage: true) { Students = 8, Videos = 1, Calm = (1.0, 2.0), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeFalse();
        report.Lost.ShouldBeGreaterThan(0, report.Summary());
    }

    private async Task<FaultReport> Run(FaultSettings settings)
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        await using var run = new FaultRun(settings, new StringWriter());
        var report = await run.Execute(bound.Token);
        output.WriteLine(report.Details());
        output.WriteLine(report.Summary());
        return report;
    }
}
