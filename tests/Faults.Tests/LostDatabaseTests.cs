using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;
using Xunit.Abstractions;

namespace LearningHub.Faults.Tests;

/// <summary>Short seeded runs in which the host lives on and what it stands on does not.</summary>
public sealed class LostDatabaseTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_database_that_is_killed_under_a_living_host_comes_back_by_itself_with_all_that_was_acknowledged()
    {
        var report = await ShortRun.Of(output, new(0, 20_262, Sabotage: false) { DatabaseKills = 2, Students = 8, Videos = 2, Calm = (1.5, 2.5), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeTrue(report.Details() + report.Summary());
        report.Blows.Select(b => b.Blow).ShouldBe([Blow.Database, Blow.Database]);
    }

    [FactOnSmallDisk]
    public async Task A_disk_that_fills_up_under_load_refuses_clearly_and_loses_nothing()
    {
        await using var disk = await SmallDisk.Mount(400);
        var report = await ShortRun.Of(output, new(1, 20_264, Sabotage: false) { Only = Blow.FullDisk, Disk = disk.Folder, Students = 6, Videos = 4, Calm = (0.5, 1.0), LongCalmEvery = 0 });
        report.IsGreen.ShouldBeTrue(report.Details() + report.Summary());
        report.Traffic.Statuses.Keys.ShouldContain(507, "uploads say that there is no room, and go on afterwards");
    }
}
