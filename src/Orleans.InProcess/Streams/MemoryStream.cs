using Orleans.InProcess.Activations;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess.Streams;

internal sealed class MemoryStream<T>(MemoryStreamProvider provider, StreamId id) : IAsyncStream<T>
{
    public bool IsRewindable => false;
    public string ProviderName => provider.Name;
    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        provider.Find(id)?.Publish(item, RequestContext.Current);
        return Task.CompletedTask;
    }

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch) provider.Find(id)?.Publish(item, RequestContext.Current);
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => throw new NotSupportedException("Memory streams have no end.");

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("Memory streams carry items only.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(observer, null);

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription<T>(provider, id, GrainThread.Current);
        subscription.Attach(observer);
        provider.Add(subscription);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(subscription));
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var owner = GrainThread.Current?.GrainId;
        IList<StreamSubscriptionHandle<T>> handles =
            [.. (provider.Find(id)?.Subscriptions ?? []).OfType<Subscription<T>>().Where(s => s.Owner == owner).Select(static s => new SubscriptionHandle<T>(s))];
        return Task.FromResult(handles);
    }
}
