using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription.</summary>
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    /// <summary>The stream.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>The provider's name.</summary>
    public abstract string ProviderName { get; }

    /// <summary>The identity of the subscription.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>Ends it. An item on its way may still come.</summary>
    public abstract Task UnsubscribeAsync();

    /// <summary>Attaches another consumer to the same subscription.</summary>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    /// <inheritdoc />
    public abstract bool Equals(StreamSubscriptionHandle<T>? other);
}
