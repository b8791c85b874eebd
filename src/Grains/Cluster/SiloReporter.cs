using System.Collections.Immutable;
using System.Reflection;
using LearningHub.Grains.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Runtime;

namespace LearningHub.Grains.Cluster;

/// <summary>Writes every two seconds how this silo does. A silo answers for itself only, and through the database: nobody waits for a silo that has died, and
/// none has to be found. See docs/adr/0022.</summary>
internal sealed partial class SiloReporter(
    SiloReports reports, CallMeter calls, StreamMeter streams, SiloProcess process, ILocalSiloDetails silo, IGrainFactory grains,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SiloReporter> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private const int TurnsAPoint = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Queue<SiloTrend> _trend = [];
    private ImmutableDictionary<string, int> _activations = ImmutableDictionary<string, int>.Empty;
    private int _turn;
    private bool _told;

    public static string Version { get; } =
        typeof(SiloReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var name = silo.SiloAddress.ToString();
        try
        {
            var started = new TaskCompletionSource();
            await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Every, time);
            do await Report(name, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Leave(name);
        }
    }

    private async Task Report(string name, CancellationToken stopping)
    {
        try
        {
            await CountActivations(stopping);
            await reports.Write(name, Make(), stopping);
            _told = false;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            // Every two seconds, perhaps for hours: said once.
            if (!_told) NotReported(log, e.Message);
            _told = true;
        }
    }

    /// <summary>Asked of this silo alone. What cannot be counted now stays as it was.</summary>
    private async Task CountActivations(CancellationToken stopping)
    {
        try
        {
            var counted = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics([silo.SiloAddress]).WaitAsync(Patience, time, stopping);
            _activations = counted.GroupBy(s => GrainNames.Short(s.GrainType)).ToImmutableDictionary(g => g.Key, g => g.Sum(s => s.ActivationCount));
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or InvalidOperationException)
        {
            NotCounted(log, e.Message);
        }
    }

    private SiloReport Make()
    {
        var read = calls.Read().ToDictionary(c => c.GrainType);
        var seconds = read.Count == 0 ? 1 : read.Values.Max(c => c.Seconds);
        var reported = read.Keys.Union(_activations.Keys).Order(StringComparer.Ordinal).Select(type => read.TryGetValue(type, out var c)
            ? new GrainReport(type, _activations.GetValueOrDefault(type), Filled(c.Times), c.Errors) : new GrainReport(type, _activations.GetValueOrDefault(type), ImmutableDictionary<int, long>.Empty, 0));
        if (_turn++ % TurnsAPoint == 0)
        {
            var all = new long[CallTimes.Buckets];
            foreach (var (_, times, _, _) in read.Values)
                for (var i = 0; i < all.Length; i++) all[i] += times[i];
            _trend.Enqueue(new(all.Sum() / seconds, CallTimes.Quantile(all, 0.99)?.TotalMilliseconds ?? 0));
            while (_trend.Count > SiloReport.MostPoints) _trend.Dequeue();
        }
        return new(silo.Name, Version, process.StartedAt, process.CpuPercent(), Environment.WorkingSet, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, seconds,
            [.. reported], streams.Read().ToImmutableDictionary(s => s.Kind, s => s.PerSecond), [.. _trend]);
    }

    private static ImmutableDictionary<int, long> Filled(long[] times)
    {
        var filled = ImmutableDictionary.CreateBuilder<int, long>();
        for (var i = 0; i < times.Length; i++)
            if (times[i] > 0) filled[i] = times[i];
        return filled.ToImmutable();
    }

    private async Task Leave(string name)
    {
        using var bound = new CancellationTokenSource(Patience, time);
        try { await reports.Remove(name, bound.Token); }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException) { NotReported(log, e.Message); }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "This silo could not tell how it does, and goes on trying: {Reason}")]
    private static partial void NotReported(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "This silo's activations could not be counted: {Reason}")]
    private static partial void NotCounted(ILogger log, string reason);
}
