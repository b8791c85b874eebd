namespace Orleans.Streams;

/// <summary>Can be subscribed to.</summary>
public interface IAsyncObservable<T>
{
    /// <summary>
    /// Subscribes the current grain, or the host's own code when there is none. A grain's subscription outlives its activation: an
    /// item wakes the grain, which resumes in OnActivateAsync or misses it.
    /// </summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

    /// <summary>The same; memory streams cannot start at an earlier item.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
}
