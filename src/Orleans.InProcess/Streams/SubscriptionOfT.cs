using Orleans.InProcess.Activations;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess.Streams;

internal sealed class Subscription<T>(MemoryStreamProvider provider, StreamId stream, Activation? owner) : Subscription(provider, stream, owner)
{
    public void Attach(IAsyncObserver<T> observer)
    {
        if (Owner is null) HostConsumer = observer;
        else if (GrainThread.Current is { } activation && activation.GrainId == Owner) activation.StreamConsumers[Id] = observer;
        else throw new InvalidOperationException("A grain's subscription is resumed in its own code only.");
    }

    protected override Task Next(object consumer, object? item, StreamSequenceToken token) => ((IAsyncObserver<T>)consumer).OnNextAsync((T)item!, token);

    protected override Task Error(object consumer, Exception exception) => ((IAsyncObserver<T>)consumer).OnErrorAsync(exception);
}
