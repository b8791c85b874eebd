using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Cluster;

/// <summary>Counts and times every call to a grain of ours in this silo, by the grain's class: never by its key. Also as meter <c>LearningHub.Calls</c>,
/// read when it is scraped. A call costs two looks at the clock, one at a dictionary, and an addition.</summary>
internal sealed class CallMeter : IIncomingGrainCallFilter, IDisposable
{
    private const int Errors = CallTimes.Buckets;
    private readonly ConcurrentDictionary<Type, Window> _windows = new();
    private readonly TimeProvider _time;
    private readonly Meter _meter = new("LearningHub.Calls");

    public CallMeter(TimeProvider time)
    {
        _time = time;
        _meter.CreateObservableCounter("hub.grain.calls", () => _windows.Select(w => new Measurement<long>(Volatile.Read(ref w.Value.Calls), new KeyValuePair<string, object?>("grain", w.Value.Name))), "{call}", "Calls to grains");
        _meter.CreateObservableCounter("hub.grain.errors", () => _windows.Select(w => new Measurement<long>(Volatile.Read(ref w.Value.Failed), new KeyValuePair<string, object?>("grain", w.Value.Name))), "{call}", "Calls to grains that threw");
        _meter.CreateObservableGauge("hub.grain.call_p99", () => _windows.Select(w => new Measurement<double>(
            (CallTimes.Quantile(w.Value.Counts.Read().Counts.AsSpan(0, CallTimes.Buckets), 0.99) ?? TimeSpan.Zero).TotalSeconds, new KeyValuePair<string, object?>("grain", w.Value.Name))), "s", "Of the last minute");
    }

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.InterfaceMethod is { } method && method.DeclaringType?.Assembly == typeof(Permission).Assembly && context.Grain is { } grain ? Measure(context, grain.GetType()) : context.Invoke();

    /// <summary>Of the last minute. The array has a place a bucket.</summary>
    public IEnumerable<(string GrainType, long[] Times, long Errors, double Seconds)> Read()
    {
        foreach (var window in _windows.Values)
        {
            var (counts, seconds) = window.Counts.Read();
            yield return (window.Name, counts[..CallTimes.Buckets], counts[Errors], seconds);
        }
    }

    public void Dispose() => _meter.Dispose();

    private async Task Measure(IIncomingGrainCallContext context, Type grain)
    {
        var window = _windows.GetOrAdd(grain, static (type, time) => new(GrainNames.Short(type.Name), new(CallTimes.Buckets + 1, time)), _time);
        var began = _time.GetTimestamp();
        var answered = false;
        try
        {
            await context.Invoke();
            answered = true;
        }
        finally
        {
            window.Counts.Add(CallTimes.BucketOf(_time.GetElapsedTime(began)));
            Interlocked.Increment(ref window.Calls);
            if (!answered)
            {
                window.Counts.Add(Errors);
                Interlocked.Increment(ref window.Failed);
            }
        }
    }

    private sealed class Window(string name, SlidingCounts counts)
    {
        public readonly string Name = name;
        public readonly SlidingCounts Counts = counts;
        public long Calls, Failed;
    }
}
