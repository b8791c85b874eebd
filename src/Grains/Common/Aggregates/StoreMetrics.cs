using System.Diagnostics.Metrics;

namespace LearningHub.Grains.Common;

/// <summary>Meter <c>LearningHub.Store</c>.</summary>
internal static class StoreMetrics
{
    private static readonly Meter Meter = new("LearningHub.Store");
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("hub.store.batch_size", "{save}", "Saves in one group commit");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("hub.store.save_duration", "s", "From asking to the durable answer");

    public static void Batch(int size) => BatchSize.Record(size);
    public static void Saved(TimeSpan took, SaveOutcome outcome) =>
        Duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
