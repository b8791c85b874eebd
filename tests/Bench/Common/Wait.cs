namespace LearningHub.Bench.Common;

/// <summary>Waits for a condition, never for a time; gives up after a bound and says what it saw last.</summary>
internal static class Wait
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public static async Task<T> Until<T>(string what, TimeSpan patience, Func<Task<T>> sample, Func<T, bool> satisfied, CancellationToken cancellation = default)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        while (true)
        {
            var seen = await sample();
            if (satisfied(seen)) return seen;
            if (time.GetElapsedTime(started) > patience) throw new TimeoutException($"Not within {patience}: {what}. Last seen: {seen}");
            await Task.Delay(Step, time, cancellation);
        }
    }

    public static Task Until(string what, TimeSpan patience, Func<bool> condition, CancellationToken cancellation = default) =>
        Until(what, patience, () => Task.FromResult(condition()), ok => ok, cancellation);
}
