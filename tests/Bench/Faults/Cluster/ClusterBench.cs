using LearningHub.Bench.Common;
using LearningHub.Silo.Hosting;

namespace LearningHub.Bench.Faults;

internal static class ClusterBench
{
    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        if (!Engine.CanCluster) throw new UsageException("a cluster needs Microsoft Orleans; this is a build of the in-process engine.");
        var seed = args is ["--seed", var text] && int.TryParse(text, out var n) ? n : args.Length == 0 ? Random.Shared.Next(1, 100_000) : throw new UsageException("cluster [--seed N]");
        var report = await new ClusterRun(new(seed, [ClusterBlow.SiloKilled, ClusterBlow.SiloKilled, ClusterBlow.SiloStopped, ClusterBlow.SiloStopped]), Console.Out).Execute(cancellation);
        Console.WriteLine(report.Summary());
        if (report.IsGreen) BenchmarksPage.Write("cluster", "A cluster: silos killed and restarted under load (`./hub bench cluster`)", report.Summary());
        return report.IsGreen ? 0 : 1;
    }
}
