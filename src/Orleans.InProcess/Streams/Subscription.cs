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
    private readonly Queue<(object? Item, StreamSequenceToken Token)> _items = new();
    private readonly Lock _gate = new();
    private bool _running;

    public Guid Id { get; } = Guid.NewGuid();
    public StreamId Stream => stream;
    public MemoryStreamProvider Provider => provider;
    public GrainId? Owner { get; } = owner?.GrainId;
    public bool Ended { get; private set; }

    /// <summary>The consumer of the host's own code; a grain's consumers live in its activation.</summary>
    public object? HostConsumer { get; set; }

    public void Enqueue(object? item, StreamSequenceToken token)
    {
        lock (_gate)
        {
            _items.Enqueue((item, token));
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
            (object? Item, StreamSequenceToken Token) next;
            lock (_gate)
            {
                if (Ended || !_items.TryDequeue(out next))
                {
                    _items.Clear();
                    _running = false;
                    return;
                }
            }
            await DeliverPatiently(next.Item, next.Token);
        }
    }

    // A consumer that fails is tried again with growing pauses; then the item is given up, never the subscription.
    private async Task DeliverPatiently(object? item, StreamSequenceToken token)
    {
        var pause = FirstPause;
        var waited = TimeSpan.Zero;
        while (!Ended)
        {
            try
            {
                await ToConsumer(consumer => Next(consumer, item, token));
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
                    await ToConsumer(consumer => Error(consumer, exception));
                }
                catch (Exception inner)
                {
                    provider.Engine.Log.ConsumerGaveUp(inner, stream);
                }
                return;
            }
        }
    }

    private Task ToConsumer(Func<object, Task> act)
    {
        if (Owner is not { } grain) return HostConsumer is { } consumer ? act(consumer) : Task.CompletedTask;
        return provider.Engine.RunInGrain(_kind!, grain, Deliver, () =>
        {
            if (GrainThread.Current!.StreamConsumers.TryGetValue(Id, out var found)) return act(found);
            provider.Engine.Log.ConsumerMissing(grain, stream);
            return Task.CompletedTask;
        });
    }
}
