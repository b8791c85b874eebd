using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>Waits for a condition, never for a time; gives up after a bound and says what it saw last.</summary>
public static class Wait
{
    /// <summary>Much, for a machine that has much to do; under the minute after which reminders and long waits would mend what was forgotten.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    /// <summary>Until a sample satisfies; answers with that sample.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> sample, Func<T, bool> satisfied, TimeSpan? patience = null,
        [CallerArgumentExpression(nameof(satisfied))] string? condition = null)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        while (true)
        {
            // Asked before the sample: whoever was held up between the two takes one more.
            var isLast = time.GetElapsedTime(started) > (patience ?? Patience);
            var seen = await sample();
            if (satisfied(seen)) return seen;
            if (isLast)
                throw new TimeoutException($"Not within {patience ?? Patience}: {condition}. Last seen: {seen}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        }
    }

    public static Task Until(Func<Task<bool>> condition, TimeSpan? patience = null, [CallerArgumentExpression(nameof(condition))] string? described = null) =>
        Until(condition, ok => ok, patience, described);

    public static Task Until(Func<bool> condition, TimeSpan? patience = null, [CallerArgumentExpression(nameof(condition))] string? described = null) =>
        Until(() => Task.FromResult(condition()), ok => ok, patience, described);
}
