using System.Diagnostics.Metrics;

namespace LearningHub.WebFrontend.Common.Telemetry;

/// <summary>Listens to the meters of the process for the scrape at /metrics. Observable instruments are read when scraped.</summary>
internal sealed class MetricCollector : IHostedService, IDisposable
{
    public static readonly string[] Meters =
    [
        "LearningHub", "LearningHub.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections",
        "System.Runtime", "Npgsql", "Microsoft.Orleans",
    ];

    private readonly MeterListener _listener = new();
    private readonly MetricStore _store;

    public MetricCollector(MetricStore store)
    {
        _store = store;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Wanted(instrument.Meter.Name)) listener.EnableMeasurementEvents(instrument, store.SeriesOf(instrument));
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record(state, (double)value, tags));
    }

    public Task StartAsync(CancellationToken cancellation)
    {
        _store.Observe = _listener.RecordObservableInstruments;
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    private static bool Wanted(string meter) =>
        Meters.Any(m => m.EndsWith(".*", StringComparison.Ordinal) ? meter.StartsWith(m[..^1], StringComparison.Ordinal) : meter == m);

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((MetricSeries)state!).Record(value, tags);
}
