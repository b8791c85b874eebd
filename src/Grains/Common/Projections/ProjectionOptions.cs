namespace LearningHub.Grains.Common;

internal sealed class ProjectionOptions
{
    /// <summary>For tests: views render each batch twice, the second time in another order and followed by snapshots that are out of date;
    /// reactors get each event twice. What is not idempotent shows.</summary>
    public bool DeliverTwice { get; set; }

    /// <summary>Events a transaction. Kept small: a batch that writes holds back the feed of the whole server.</summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>How often the feed looks when nothing wakes it.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a reactor's event is tried when the failure looks temporary, before its key is parked.</summary>
    public int TemporaryFailures { get; set; } = 120;
}
