using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess.Streams;

/// <summary>Streams in memory. Only streams with subscriptions take any room.</summary>
internal sealed class MemoryStreamProvider(Engine engine, string name) : IStreamProvider
{
    private readonly ConcurrentDictionary<StreamId, StreamHub> _hubs = new();

    public Engine Engine => engine;
    public string Name => name;
    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(this, streamId);

    public StreamHub? Find(StreamId id) => _hubs.GetValueOrDefault(id);

    public void Add(Subscription subscription)
    {
        while (!_hubs.GetOrAdd(subscription.Stream, static _ => new StreamHub()).TryAdd(subscription))
        {
            // The last subscription of the old hub has just gone; its removal follows at once.
            Thread.Yield();
        }
    }

    public void Remove(Subscription subscription)
    {
        if (Find(subscription.Stream) is { } hub && hub.Remove(subscription)) _hubs.TryRemove(new(subscription.Stream, hub));
    }
}
