namespace Orleans.Streams;

/// <summary>
/// A stream of items. A published item goes to those subscribed at that moment, to each in the order of publishing and one at a
/// time; publishing does not wait for consumers. In this engine items live in memory until delivered.
/// </summary>
public interface IAsyncStream<T> : IAsyncStream, IAsyncObservable<T>, IAsyncBatchProducer<T>
{
    /// <summary>The subscriptions of the grain that asks, or of the host's own code when no grain does.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}
