using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Cluster;

namespace LearningHub.Grains.Cluster;

/// <summary>Key <c>system/front-ends</c>. In memory: at most 500 entries of some 300 bytes. A call a front end every five seconds.</summary>
[GrainType("front-ends")]
internal sealed class FrontEndsGrain(TimeProvider time) : Grain, IFrontEndsGrain
{
    private const int Most = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(15);
    private readonly Dictionary<string, (FrontEndReport Report, long At)> _heard = new(StringComparer.Ordinal);

    public Task Report(FrontEndReport report)
    {
        Forget();
        if (_heard.Count < Most || _heard.ContainsKey(report.Name)) _heard[report.Name] = (report, time.GetTimestamp());
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<FrontEndReport>> List()
    {
        Forget();
        return Task.FromResult<ImmutableArray<FrontEndReport>>([.. _heard.Values.Select(h => h.Report).OrderBy(r => r.Name, StringComparer.Ordinal)]);
    }

    private void Forget()
    {
        foreach (var name in _heard.Where(h => time.GetElapsedTime(h.Value.At) > Kept).Select(h => h.Key).ToList()) _heard.Remove(name);
    }
}
