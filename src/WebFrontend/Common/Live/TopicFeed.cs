using Microsoft.AspNetCore.SignalR;
using Orleans.Streams;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>One topic with local viewers: the stream subscription and the seats. Everything but the subscription itself happens under the
/// relay's lock, and nothing under it waits.</summary>
internal sealed class TopicFeed(LiveTopic topic, IClusterClient cluster, Action<TopicFeed, LivePush> deliver)
{
    private int _generation;
    private bool _closed;

    public LiveTopic Topic => topic;
    public Dictionary<string, Seat> Seats { get; } = [];
    public Task<StreamSubscriptionHandle<LivePush>>? Subscription { get; private set; }

    /// <summary>Starts the subscription of the first viewer; later ones await the same.</summary>
    public Task Ready() => Subscription is null or { IsFaulted: true } ? Subscription = Subscribe() : Subscription;

    /// <summary>A new subscription in place of one that may be dead. What the old one still delivers is ignored.</summary>
    public async Task Renew()
    {
        if (_closed) return;
        var old = Subscription;
        Subscription = Subscribe();
        await Subscription;
        await Unsubscribe(old);
        if (_closed) await Unsubscribe(Subscription);
    }

    public Task Close()
    {
        _closed = true;
        Interlocked.Increment(ref _generation);
        return Unsubscribe(Subscription);
    }

    private async Task<StreamSubscriptionHandle<LivePush>> Subscribe()
    {
        var generation = Interlocked.Increment(ref _generation);
        // Not on the caller's stack: the relay's lock may be held.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await cluster.GetStreamProvider(LiveTopics.Provider).GetStream<LivePush>(LiveTopics.Stream(topic.Tenant, topic.Name)).SubscribeAsync((push, _) =>
        {
            // A delivery comes in the context of its publisher: nothing here acts for that person.
            ActorContext.Current = null;
            if (generation == Volatile.Read(ref _generation)) deliver(this, push);
            return Task.CompletedTask;
        });
    }

    private static async Task Unsubscribe(Task<StreamSubscriptionHandle<LivePush>>? subscription)
    {
        if (subscription is null) return;
        try
        {
            await (await subscription).UnsubscribeAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It never stood, or its gateway is gone: there is nothing to take down.
        }
    }
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
