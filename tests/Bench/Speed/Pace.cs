using System.Diagnostics;
using System.Globalization;

namespace LearningHub.Bench.Speed;

/// <summary>How many times a second something can be done, by so many callers at once.</summary>
internal static class Pace
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);

    /// <param name="call">One call; given the caller's number and a counter of its own.</param>
    public static async Task<double> Of(int callers, TimeSpan time, Func<int, long, Task> call, CancellationToken cancellation)
    {
        await Run(callers, Warm, call, cancellation);
        return await Run(callers, time, call, cancellation);
    }

    private static async Task<double> Run(int callers, TimeSpan time, Func<int, long, Task> call, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            long n = 0;
            for (; Stopwatch.GetElapsedTime(started) < time && !cancellation.IsCancellationRequested; n++) await call(caller, n);
            return n;
        }, cancellation)));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static string Number(double perSecond) => perSecond.ToString(perSecond < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    public static string Ratio(double of, double floor) => (of / floor).ToString("0.00", CultureInfo.InvariantCulture);
}
