namespace LearningHub.Engine.Tests;

/// <summary>Waits for a condition, bounded, and says what was seen last.</summary>
public static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How much two clocks of one machine may differ over a span: an engine may measure idleness by a coarse one.</summary>
    public static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(50);

    public static async Task Until(Func<bool> condition, Func<object?> sample)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"Not within {Patience}. Last seen: {sample()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (condition(answer)) return answer;
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException($"Not within {Patience}. Last seen: {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public static Task ForNotes(Probe probe, string prefix, int count) =>
        Until(() => probe.Of(prefix).Count >= count, () => string.Join(", ", probe.Of(prefix)));
}
