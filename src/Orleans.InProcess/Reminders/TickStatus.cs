namespace Orleans.Runtime;

/// <summary>Which tick of a reminder this is. Times are UTC.</summary>
public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
{
    /// <summary>When the first tick was due.</summary>
    public DateTime FirstTickTime { get; } = firstTickTime;

    /// <summary>Between ticks.</summary>
    public TimeSpan Period { get; } = period;

    /// <summary>Now.</summary>
    public DateTime CurrentTickTime { get; } = timeStamp;

    /// <inheritdoc />
    public override string ToString() => $"<{FirstTickTime}, {Period}, {CurrentTickTime}>";
}
