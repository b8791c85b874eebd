using System.Diagnostics;

namespace LearningHub.Grains.Cluster;

/// <summary>The process that this silo is: since when, and how busy between two looks.</summary>
internal sealed class SiloProcess(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private long _at = time.GetTimestamp();
    private double? _percent;

    public DateTimeOffset StartedAt { get; } = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    /// <summary>Of all cores, 0 to 100, over the time since the last look (at least a second).</summary>
    public double? CpuPercent()
    {
        lock (_gate)
        {
            var passed = time.GetElapsedTime(_at);
            if (passed < TimeSpan.FromSeconds(1)) return _percent;
            var cpu = Environment.CpuUsage.TotalTime;
            _percent = Math.Clamp(100 * (cpu - _cpu) / passed / Environment.ProcessorCount, 0, 100);
            (_cpu, _at) = (cpu, time.GetTimestamp());
            return _percent;
        }
    }
}
