using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace LearningHub.WebFrontend.Common.Telemetry;

/// <summary>One instrument by its labels. Sets of labels are bounded: more than that would be an id in a label. What finds no room is counted, and of requests, counters and histograms it is still
/// measured, in one set for each status code: an alert on errors must not go blind because there are many routes.</summary>
internal sealed class MetricSeries
{
    private const int MaxSets = 200;

    /// <summary>Routes by methods by status codes.</summary>
    private const int MaxSetsOfRequests = 5_000;
    private const string StatusCode = "http.response.status_code";
    private static readonly double[] Seconds = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30];
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000];

    private readonly ConcurrentDictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly Kind _kind;
    private readonly double[] _bounds;
    private readonly int _maxSets;
    private int _sets;
    private long _overflow;

    public MetricSeries(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        _kind = generic == typeof(Counter<>) ? Kind.Sum
            : generic == typeof(UpDownCounter<>) ? Kind.UpDown
            : generic == typeof(Histogram<>) ? Kind.Histogram
            : generic == typeof(ObservableCounter<>) ? Kind.ObservedSum
            : Kind.Last;
        _bounds = instrument.Unit == "s" ? Seconds : Counts;
        _maxSets = instrument.Name == "http.server.request.duration" ? MaxSetsOfRequests : MaxSets;
        Type = _kind switch { Kind.Sum or Kind.ObservedSum => "counter", Kind.Histogram => "histogram", _ => "gauge" };
        Name = NameOf(instrument, Type);
        Help = (instrument.Description ?? instrument.Name).Replace("\\", @"\\", StringComparison.Ordinal).ReplaceLineEndings(" ");
    }

    /// <summary>Measurements that got no set of labels of their own.</summary>
    public long Overflow => Interlocked.Read(ref _overflow);

    public string Name { get; }
    public string Type { get; }
    public string Help { get; }

    private enum Kind { Sum, UpDown, Histogram, ObservedSum, Last }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        if (!_values.TryGetValue(labels, out var at))
        {
            if (Volatile.Read(ref _sets) >= _maxSets)
            {
                Interlocked.Increment(ref _overflow);
                // The last value of many is the value of none.
                if (_kind is Kind.Last or Kind.ObservedSum) return;
                labels = OverflowLabels(tags);
            }
            var fresh = new Value(_kind == Kind.Histogram ? new long[_bounds.Length] : []);
            at = _values.GetOrAdd(labels, fresh);
            if (ReferenceEquals(at, fresh)) Interlocked.Increment(ref _sets);
        }
        lock (at)
        {
            at.Count++;
            at.Number = _kind is Kind.Last or Kind.ObservedSum ? value : at.Number + value;
            if (_kind != Kind.Histogram) return;
            for (var i = 0; i < _bounds.Length; i++)
                if (value <= _bounds[i]) at.Buckets[i]++;
        }
    }

    public void Write(StringBuilder text, HashSet<string> written)
    {
        foreach (var (labels, value) in _values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (!written.Add(labels)) continue;
            lock (value)
            {
                if (_kind != Kind.Histogram)
                {
                    Sample(text, Name, labels, value.Number);
                    continue;
                }
                var separator = labels.Length == 0 ? "" : ",";
                for (var i = 0; i < _bounds.Length; i++)
                    Sample(text, Name + "_bucket", $"{labels}{separator}le=\"{Number(_bounds[i])}\"", value.Buckets[i]);
                Sample(text, Name + "_bucket", $"{labels}{separator}le=\"+Inf\"", value.Count);
                Sample(text, Name + "_sum", labels, value.Number);
                Sample(text, Name + "_count", labels, value.Count);
            }
        }
    }

    private static void Sample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string NameOf(Instrument instrument, string type)
    {
        var name = new StringBuilder(Clean(instrument.Name));
        var unit = instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "%" => "_percent", _ => "" };
        if (unit.Length > 0 && !name.ToString().EndsWith(unit, StringComparison.Ordinal)) name.Append(unit);
        if (type == "counter" && !name.ToString().EndsWith("_total", StringComparison.Ordinal)) name.Append("_total");
        return name.ToString();
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
            parts[Clean(name)] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return string.Join(',', parts.Select(p => $"{p.Key}=\"{Escape(p.Value)}\""));
    }

    /// <summary>OpenTelemetry's mark of such a set, and the status code: that is one of 500.</summary>
    private static string OverflowLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
            if (name == StatusCode && value is int code and >= 100 and < 600)
                return Labels([new(StatusCode, code), new("otel.metric.overflow", "true")]);
        return Labels([new("otel.metric.overflow", "true")]);
    }

    private static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));
        return char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private sealed class Value(long[] buckets)
    {
        public long[] Buckets { get; } = buckets;
        public long Count { get; set; }
        public double Number { get; set; }
    }
}
