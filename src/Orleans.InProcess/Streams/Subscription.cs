using Orleans.InProcess.Activations;
using Orleans.InProcess.Calls;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess.Streams;

/// <summary>One subscription and what it has not delivered yet: in order, one at a time, apart from all others.</summary>
/// <param name="provider">Its provider.</param>
/// <param name="stream">Its stream.</param>
/// <param name="owner">The grain; null for the host's own code.</param>
internal abstract class Subscription(MemoryStreamProvider provider, StreamId stream, Activation? owner) : IThreadPoolWorkItem
{
    private static readonly MethodEntry<Nothing> Deliver = LocalMethod.Of(typeof(IStreamConsumerExtension), nameof(IStreamConsumerExtension.DeliverMutable));
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly GrainKind? _kind = owner?.Kind;
    private readonly Queue<Delivery> _items = new();
    private readonly Lock _gate = new();
    private bool _running;

    public Guid Id { get; } = Guid.NewGuid();
    public StreamId Stream => stream;
    public MemoryStreamProvider Provider => provider;
    public GrainId? Owner { get; } = owner?.GrainId;
    public bool Ended { get; private set; }

    /// <summary>The consumer of the host's own code; a grain's consumers live in its activation.</summary>
    public object? HostConsumer { get; set; }

    public void Enqueue(in Delivery delivery)
    {
        lock (_gate)
        {
            _items.Enqueue(delivery);
            if (_running) return;
            _running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void End()
    {
        Ended = true;
        provider.Remove(this);
    }

    void IThreadPoolWorkItem.Execute() => _ = DeliverAll();

    protected abstract Task Next(object consumer, object? item, StreamSequenceToken token);

    protected abstract Task Error(object consumer, Exception exception);

    private async Task DeliverAll()
    {
        while (true)
        {
            Delivery next;
            lock (_gate)
            {
                if (Ended || !_items.TryDequeue(out next))
                {
                    _items.Clear();
                    _running = false;
                    return;
                }
            }
            await DeliverPatiently(next);
        }
    }

    // A consumer that fails is tried again with growing pauses; then the item is given up, never the subscription.
    private async Task DeliverPatiently(Delivery delivery)
    {
        var pause = FirstPause;
        var waited = TimeSpan.Zero;
        while (!Ended)
        {
            try
            {
                await ToConsumer(delivery.Context, consumer => Next(consumer, delivery.Item, delivery.Token));
                return;
            }
            catch (Exception exception) when (waited + pause <= Patience)
            {
                provider.Engine.Log.ConsumerFailed(exception, stream, pause);
                await Task.Delay(pause, provider.Engine.Time);
                waited += pause;
                pause *= 2;
            }
            catch (Exception exception)
            {
                provider.Engine.Log.ConsumerGaveUp(exception, stream);
                try
                {
                    await ToConsumer(null, consumer => Error(consumer, exception));
                }
                catch (Exception inner)
                {
                    provider.Engine.Log.ConsumerGaveUp(inner, stream);
                }
                return;
            }
        }
    }

    private Task ToConsumer(CallContext? context, Func<object, Task> act)
    {
        if (Owner is not { } grain) return HostConsumer is { } consumer ? ToHost(context, () => act(consumer)) : Task.CompletedTask;
        return provider.Engine.RunInGrain(_kind!, grain, Deliver, context, () =>
        {
            if (GrainThread.Current!.StreamConsumers.TryGetValue(Id, out var found)) return act(found);
            provider.Engine.Log.ConsumerMissing(grain, stream);
            return Task.CompletedTask;
        });
    }

    // What is set here ends with this method.
    private static async Task ToHost(CallContext? context, Func<Task> act)
    {
        RequestContext.Current = context;
        await act();
    }

    /// <summary>An item on its way, with the context of its publisher.</summary>
    internal readonly record struct Delivery(object? Item, StreamSequenceToken Token, CallContext? Context);
}
