using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace LearningHub.WebFrontend.Common.Telemetry;

/// <summary>What was measured since the start, written out in the text format of Prometheus (version 0.0.4).</summary>
internal sealed class MetricStore
{
    private readonly ConcurrentDictionary<Instrument, MetricSeries> _series = new();

    /// <summary>Reads the observable instruments.</summary>
    public Action Observe { get; set; } = static () => { };

    public MetricSeries SeriesOf(Instrument instrument) => _series.GetOrAdd(instrument, static i => new MetricSeries(i));

    public string Write()
    {
        Observe();
        var text = new StringBuilder(32 * 1024);
        // Two instruments of one name (two hosts in one process) are one family, or the scrape could not be read.
        foreach (var family in _series.Values.GroupBy(s => s.Name).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var first = family.First();
            text.Append("# HELP ").Append(first.Name).Append(' ').AppendLine(first.Help);
            text.Append("# TYPE ").Append(first.Name).Append(' ').AppendLine(first.Type);
            var written = new HashSet<string>(StringComparer.Ordinal);
            foreach (var series in family.Where(s => s.Type == first.Type)) series.Write(text, written);
        }
        text.AppendLine("# HELP hub_metrics_overflow_total Measurements that got no set of labels of their own: their instrument has too many.").AppendLine("# TYPE hub_metrics_overflow_total counter");
        foreach (var full in _series.Values.GroupBy(s => s.Name).OrderBy(f => f.Key, StringComparer.Ordinal))
            if (full.Sum(s => s.Overflow) is > 0 and var overflow) text.AppendLine(CultureInfo.InvariantCulture, $"hub_metrics_overflow_total{{metric=\"{full.Key}\"}} {overflow}");
        return text.Replace("\r\n", "\n").ToString();
    }
}
