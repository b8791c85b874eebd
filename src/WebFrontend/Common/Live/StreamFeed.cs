using Orleans.Runtime;
using Orleans.Streams;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>One stream with local viewers: the subscription, and the topics on it that somebody watches here. Everything but the subscription itself
/// happens under the relay's lock, and nothing under it waits.</summary>
internal sealed class StreamFeed(StreamId stream, string kind, IClusterClient cluster, Action<StreamFeed, LivePush> deliver)
{
    private readonly List<Task<StreamSubscriptionHandle<LivePush>>> _older = [];
    private int _generation;
    private bool _closed;
    private Task<StreamSubscriptionHandle<LivePush>>? _subscription;

    public StreamId Stream => stream;

    /// <summary>Of all its topics.</summary>
    public string Kind => kind;

    /// <summary>By <see cref="LivePush.Topic"/>: what is here for nobody is dropped.</summary>
    public Dictionary<string, TopicFeed> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts the subscription of the first viewer; later ones await the same.</summary>
    public Task Ready() => _subscription is null or { IsFaulted: true } ? _subscription = Subscribe() : _subscription;

    /// <summary>A new subscription in place of one that may be dead. What the older ones still deliver is ignored; they are kept until one stands, and taken
    /// down then, however many tries it took.</summary>
    public async Task Renew()
    {
        if (_closed) return;
        Task<StreamSubscriptionHandle<LivePush>> renewed;
        lock (_older)
        {
            if (_subscription is { IsFaulted: false } old) _older.Add(old);
            renewed = _subscription = Subscribe();
        }
        await renewed;
        // Not waited for: who would have to answer may be the silo that is gone, and the viewers wait to be told.
        foreach (var old in TakeOlder()) _ = Unsubscribe(old);
        if (_closed) await Unsubscribe(renewed);
    }

    public Task Close()
    {
        _closed = true;
        Interlocked.Increment(ref _generation);
        return Task.WhenAll(TakeOlder().Append(_subscription).Select(Unsubscribe));
    }

    private Task<StreamSubscriptionHandle<LivePush>>[] TakeOlder()
    {
        lock (_older)
        {
            Task<StreamSubscriptionHandle<LivePush>>[] older = [.. _older];
            _older.Clear();
            return older;
        }
    }

    private async Task<StreamSubscriptionHandle<LivePush>> Subscribe()
    {
        var generation = Interlocked.Increment(ref _generation);
        // Not on the caller's stack: the relay's lock may be held.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await cluster.GetStreamProvider(LiveTopics.Provider).GetStream<LivePush>(stream).SubscribeAsync((push, _) =>
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
