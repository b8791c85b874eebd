using System.Collections.Concurrent;

namespace LearningHub.Engine.Tests.Streams;

[Collection(EngineCollection.Name)]
public sealed class StreamTests(EngineHost engine)
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    private IConsumerGrain Consumer => engine.Grains.GetGrain<IConsumerGrain>(_key);

    private IProducerGrain Producer => engine.Grains.GetGrain<IProducerGrain>(_key);

    private IAsyncStream<int> Stream => engine.Client.GetStreamProvider("live").GetStream<int>(StreamId.Create("numbers", _key));

    [Fact]
    public async Task The_host_gets_what_a_grain_publishes_in_order_and_one_at_a_time()
    {
        var got = new ConcurrentQueue<int>();
        var running = 0;
        var overlapped = false;
        var handle = await Stream.SubscribeAsync(async (item, _) =>
        {
            overlapped |= Interlocked.Increment(ref running) != 1;
            await Task.Yield();
            got.Enqueue(item);
            Interlocked.Decrement(ref running);
        });
        await Producer.Publish(_key, 0, 200);
        await Wait.Until(() => got.Count >= 200, () => got.Count);
        got.ShouldBe(Enumerable.Range(0, 200));
        overlapped.ShouldBeFalse();
        await handle.UnsubscribeAsync();
    }

    [Fact]
    public async Task A_grain_gets_what_the_host_publishes_in_its_context()
    {
        await Consumer.Subscribe(_key);
        RequestContext.Set("actor", "ada");
        for (var i = 0; i < 20; i++) await Stream.OnNextAsync(i);
        RequestContext.Clear();
        await Wait.ForNotes(engine.Probe, _key + ":19", 1);
        engine.Probe.Of(_key + ":").Skip(1).ShouldBe(Enumerable.Range(0, 20).Select(static i => $"{i} ada"));
    }

    [Fact]
    public async Task The_host_gets_each_item_in_the_context_of_its_publisher()
    {
        var got = new ConcurrentQueue<string>();
        var handle = await Stream.SubscribeAsync((item, _) =>
        {
            got.Enqueue($"{item} {RequestContext.Get("actor") ?? "nobody"}");
            // What a consumer sets ends with its item.
            RequestContext.Set("actor", "leaked");
            return Task.CompletedTask;
        });
        RequestContext.Set("actor", "ada");
        await Stream.OnNextAsync(0);
        await Producer.Publish(_key, 1, 1);
        RequestContext.Clear();
        await Producer.Publish(_key, 2, 1);
        await Wait.Until(() => got.Count == 3, () => string.Join(", ", got));
        got.ShouldBe(["0 ada", "1 ada", "2 nobody"]);
        await handle.UnsubscribeAsync();
    }

    [Fact]
    public async Task A_delivery_waits_for_the_call_that_runs_in_the_consumer()
    {
        await Consumer.Subscribe(_key);
        var held = Consumer.Hold(_key);
        await Wait.ForNotes(engine.Probe, _key + ":held", 1);
        await engine.Grains.GetGrain<IConsumerGrain>(_key + "b").Subscribe(_key);
        await Producer.Publish(_key, 1, 1);
        await Wait.ForNotes(engine.Probe, _key + "b:1", 1);
        engine.Probe.Of(_key + ":1").ShouldBeEmpty();
        engine.Probe.Open(_key);
        await held;
        await Wait.ForNotes(engine.Probe, _key + ":1", 1);
    }

    [Fact]
    public async Task Every_subscriber_gets_every_item_and_other_streams_get_none()
    {
        var one = new ConcurrentQueue<int>();
        var two = new ConcurrentQueue<int>();
        var other = new ConcurrentQueue<int>();
        var handles = new[]
        {
            await Stream.SubscribeAsync((item, _) => { one.Enqueue(item); return Task.CompletedTask; }),
            await Stream.SubscribeAsync((item, _) => { two.Enqueue(item); return Task.CompletedTask; }),
            await engine.Client.GetStreamProvider("live").GetStream<int>(StreamId.Create("others", _key)).SubscribeAsync((item, _) => { other.Enqueue(item); return Task.CompletedTask; }),
        };
        await Consumer.Subscribe(_key);
        await Producer.Publish(_key, 0, 50);
        await Wait.Until(() => one.Count == 50 && two.Count == 50, () => (one.Count, two.Count));
        await Wait.ForNotes(engine.Probe, _key + ":49", 1);
        other.ShouldBeEmpty();
        (await Stream.GetAllSubscriptionHandles()).Count.ShouldBe(2);
        foreach (var handle in handles) await handle.UnsubscribeAsync();
    }

    [Fact]
    public async Task After_unsubscribing_nothing_comes_any_more()
    {
        var ended = new ConcurrentQueue<int>();
        var going = new ConcurrentQueue<int>();
        var handle = await Stream.SubscribeAsync((item, _) => { ended.Enqueue(item); return Task.CompletedTask; });
        var other = await Stream.SubscribeAsync((item, _) => { going.Enqueue(item); return Task.CompletedTask; });
        await Consumer.Subscribe(_key);
        await Producer.Publish(_key, 0, 1);
        await Wait.Until(() => ended.Count == 1, () => ended.Count);
        await Wait.ForNotes(engine.Probe, _key + ":0", 1);
        await handle.UnsubscribeAsync();
        (await Consumer.Unsubscribe(_key)).ShouldBe(1);
        await Producer.Publish(_key, 1, 5);
        await Wait.Until(() => going.Count == 6, () => going.Count);
        ended.ShouldBe([0]);
        engine.Probe.Of(_key + ":").Count(static n => n.EndsWith("nobody", StringComparison.Ordinal)).ShouldBe(1);
        await other.UnsubscribeAsync();
    }

    [Fact]
    public async Task An_item_wakes_a_subscribed_grain_which_resumes_where_it_was()
    {
        await Consumer.Subscribe(_key);
        await Producer.Publish(_key, 0, 1);
        await Wait.ForNotes(engine.Probe, _key + ":0", 1);
        await Consumer.Go();
        await Producer.Publish(_key, 1, 3);
        await Wait.ForNotes(engine.Probe, _key + ":3", 1);
        engine.Probe.Of(_key + ":").ShouldBe(["activated", "0 nobody", "activated", "1 nobody", "2 nobody", "3 nobody"]);
    }

    [Fact]
    public async Task A_consumer_that_throws_breaks_neither_the_producer_nor_the_others()
    {
        var tries = 0;
        var got = new ConcurrentQueue<int>();
        var failing = await Stream.SubscribeAsync((_, _) => Interlocked.Increment(ref tries) == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask);
        var other = await Stream.SubscribeAsync((item, _) => { got.Enqueue(item); return Task.CompletedTask; });
        await Producer.Publish(_key, 0, 3);
        await Wait.Until(() => got.Count == 3, () => got.Count);
        await Wait.Until(() => Volatile.Read(ref tries) >= 4, () => tries);
        await failing.UnsubscribeAsync();
        await other.UnsubscribeAsync();
    }

    [Fact]
    public void The_identity_of_a_stream_is_its_namespace_and_key()
    {
        StreamId.Create("numbers", "a").ShouldBe(StreamId.Create("numbers", "a"));
        StreamId.Create("numbers", "a").ShouldNotBe(StreamId.Create("others", "a"));
        Stream.StreamId.GetNamespace().ShouldBe("numbers");
        Stream.StreamId.GetKeyAsString().ShouldBe(_key);
        Stream.ProviderName.ShouldBe("live");
    }
}
