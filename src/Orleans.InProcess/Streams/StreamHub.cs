using System.Collections.Immutable;
using Orleans.InProcess.Calls;

namespace Orleans.InProcess.Streams;

/// <summary>The subscriptions of one stream. Items are numbered and handed out under one lock: every consumer sees one order.</summary>
internal sealed class StreamHub
{
    private readonly Lock _gate = new();
    private ImmutableArray<Subscription> _subscriptions = [];
    private long _last;
    private bool _closed;

    public ImmutableArray<Subscription> Subscriptions
    {
        get
        {
            lock (_gate) return _subscriptions;
        }
    }

    public void Publish(object? item, CallContext? context)
    {
        lock (_gate)
        {
            var token = new MemoryStreamToken(++_last);
            foreach (var subscription in _subscriptions) subscription.Enqueue(new Subscription.Delivery(item, token, context));
        }
    }

    public bool TryAdd(Subscription subscription)
    {
        lock (_gate)
        {
            if (_closed) return false;
            _subscriptions = _subscriptions.Add(subscription);
            return true;
        }
    }

    /// <summary>True when it was the last: the hub is closed then.</summary>
    public bool Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Remove(subscription);
            return _closed |= _subscriptions.IsEmpty;
        }
    }
}
