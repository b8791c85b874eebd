using Microsoft.AspNetCore.SignalR;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>One topic with local viewers: their seats, and the stream that its pushes come on. Guarded by the relay's lock.</summary>
internal sealed class TopicFeed(LiveTopic topic, StreamFeed stream)
{
    public LiveTopic Topic => topic;
    public StreamFeed Stream => stream;
    public Dictionary<string, Seat> Seats { get; } = [];
}

/// <summary>A viewer of a topic. Until let in, pushes wait here.</summary>
internal sealed class Seat(LiveConnection connection)
{
    private const int MaxHeld = 256;
    private List<SerializedHubMessage>? _held = [];
    private long _presence;

    public LiveConnection Connection => connection;
    public bool IsOpen => _held is null;

    public void Deliver(SerializedHubMessage message)
    {
        if (_held is null) connection.Enqueue(message);
        else if (_held.Count < MaxHeld) _held.Add(message);
    }

    /// <summary>Who is here comes by push and, for one who has just come, by an answer: whichever is older than what was shown is dropped.</summary>
    public void DeliverPresence(SerializedHubMessage message, long number)
    {
        if (number <= _presence) return;
        _presence = number;
        Deliver(message);
    }

    public void Open()
    {
        foreach (var message in _held ?? []) connection.Enqueue(message);
        _held = null;
    }
}
