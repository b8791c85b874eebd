namespace LearningHub.Bench.Live;

/// <summary>Times counted in classes of a tenth of a millisecond, so that millions of them cost nothing.</summary>
internal sealed class Latencies
{
    private const int Classes = 200_000;
    private readonly long[] _counts = new long[Classes];
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(TimeSpan time)
    {
        Interlocked.Increment(ref _counts[Math.Clamp((int)(time.TotalMilliseconds * 10), 0, Classes - 1)]);
        Interlocked.Increment(ref _count);
    }

    /// <summary>Milliseconds.</summary>
    public double At(double quantile)
    {
        var (rank, seen) = ((long)(Count * quantile), 0L);
        for (var i = 0; i < Classes; i++)
            if ((seen += Volatile.Read(ref _counts[i])) > rank) return i / 10.0;
        return Classes / 10.0;
    }
}
