namespace Orleans.Streams;

/// <summary>Takes items.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>An item. A consumer that throws gets it again, with growing pauses, for a minute at most.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>The stream is over. Memory streams do not send it.</summary>
    Task OnCompletedAsync();

    /// <summary>An item could not be delivered.</summary>
    Task OnErrorAsync(Exception ex);
}
