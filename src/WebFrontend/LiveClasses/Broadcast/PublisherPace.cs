namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>How much one publisher may send: 10 Mbit/s and 250 messages a second, averaged over some seconds. More than any sound setting makes.</summary>
internal sealed class PublisherPace(TimeProvider time)
{
    private const double BytesPerSecond = 10_000_000 / 8.0, BurstBytes = BytesPerSecond * 4, MessagesPerSecond = 250, BurstMessages = MessagesPerSecond * 4;
    private double _bytes = BurstBytes, _messages = BurstMessages;
    private long _at = time.GetTimestamp();

    public bool Allows(int bytes)
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(_at, now).TotalSeconds;
        _at = now;
        _bytes = Math.Min(BurstBytes, _bytes + passed * BytesPerSecond) - bytes;
        _messages = Math.Min(BurstMessages, _messages + passed * MessagesPerSecond) - 1;
        return _bytes >= 0 && _messages >= 0;
    }
}
