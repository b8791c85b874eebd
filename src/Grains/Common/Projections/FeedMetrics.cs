using System.Diagnostics.Metrics;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Meter <c>LearningHub.Feed</c>: the age of the horizon, which every long transaction of the server holds back.</summary>
internal static class FeedMetrics
{
    private static readonly Meter Meter = new("LearningHub.Feed");
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static double s_age;
    private static long s_observedAt;

    static FeedMetrics() => Meter.CreateObservableGauge("hub.feed.horizon_age", () => Volatile.Read(ref s_age), "s", "How long the oldest writing transaction has been running");

    public static async Task Observe(NpgsqlConnection connection, TimeProvider time, CancellationToken cancellation)
    {
        if (s_observedAt != 0 && time.GetElapsedTime(s_observedAt) < Every) return;
        s_observedAt = time.GetTimestamp();
        await using var command = new NpgsqlCommand(
            "select coalesce(extract(epoch from max(clock_timestamp() - xact_start)), 0)::float8 from pg_stat_activity where backend_xid is not null", connection);
        Volatile.Write(ref s_age, (double)(await command.ExecuteScalarAsync(cancellation))!);
    }
}
