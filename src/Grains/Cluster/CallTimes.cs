namespace LearningHub.Grains.Cluster;

/// <summary>The shape of a histogram of durations: four buckets an octave from 16 µs to four and a half minutes, so that a quantile is as exact as a fifth.
/// Histograms of many silos add up.</summary>
internal static class CallTimes
{
    public const int Buckets = 97;
    private const double First = 16, PerOctave = 4;

    public static int BucketOf(TimeSpan took) =>
        took.TotalMicroseconds is var us && us <= First ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling(PerOctave * Math.Log2(us / First)));

    /// <summary>The longest duration that falls into the bucket; the last holds all that is longer, too.</summary>
    public static TimeSpan UpperOf(int bucket) => TimeSpan.FromMicroseconds(First * Math.Pow(2, bucket / PerOctave));

    /// <summary>That at least this part (0 to 1) of the counted took no longer. Null when nothing was counted.</summary>
    public static TimeSpan? Quantile(ReadOnlySpan<long> counts, double part)
    {
        var all = 0L;
        foreach (var n in counts) all += n;
        if (all == 0) return null;
        var wanted = Math.Max(1, (long)Math.Ceiling(all * part));
        for (var i = 0; i < counts.Length; i++)
            if ((wanted -= counts[i]) <= 0) return UpperOf(i);
        return UpperOf(counts.Length - 1);
    }
}
