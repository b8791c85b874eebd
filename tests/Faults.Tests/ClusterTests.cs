using LearningHub.Bench.Faults;
using LearningHub.Bench.Live;
using Xunit.Abstractions;

namespace LearningHub.Faults.Tests;

/// <summary>Two silos and a front end by itself, over one database and one media folder, under load.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(13);

    [ClusterFact]
    public async Task A_silo_that_is_killed_in_the_middle_of_chats_uploads_and_transcodes_loses_nothing()
    {
        var report = await Run(new(20_264, [ClusterBlow.SiloKilled]));
        report.Resyncs.ShouldBeGreaterThan(0, "the front end lost a gateway and did not tell its viewers to read again");
    }

    [ClusterFact]
    public async Task A_rolling_restart_loses_nothing() => await Run(new(20_265, [ClusterBlow.SiloStopped, ClusterBlow.SiloStopped]) { Alone = TimeSpan.FromSeconds(3) });

    [ClusterFact]
    public async Task A_class_over_two_front_ends_brings_every_chunk_and_poll_to_both_and_outlives_a_front_end_and_the_silo_of_its_room()
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        await using var run = new RelayRun(new StringWriter());
        var report = await run.Execute(bound.Token);
        output.WriteLine(report.ToString());
        Console.WriteLine($"cluster: {report}");
        report.Findings.ShouldBeEmpty();
    }

    private async Task<ClusterReport> Run(ClusterSettings settings)
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        var said = new StringWriter();
        var report = await new ClusterRun(settings, said).Execute(bound.Token);
        output.WriteLine(said.ToString());
        output.WriteLine(report.Summary());
        report.IsGreen.ShouldBeTrue(said + report.Summary());
        return report;
    }
}
