namespace LearningHub.Engine.Tests.Streams;

[Alias("engine-tests.consumer")]
public interface IConsumerGrain : IGrainWithStringKey
{
    [Alias("Subscribe")] Task Subscribe(string stream);
    [Alias("Unsubscribe")] Task<int> Unsubscribe(string stream);
    [Alias("Hold")] Task Hold(string gate);
    [Alias("Go")] Task Go();
}

/// <summary>Resumes its subscriptions when it is activated, as a grain that wants to miss nothing does.</summary>
public sealed class ConsumerGrain(Probe probe) : Grain, IConsumerGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"{Key}:activated");
        // The key of a grain that resumes is its stream's too.
        foreach (var handle in await Stream(Key).GetAllSubscriptionHandles()) await handle.ResumeAsync(OnNext);
    }

    public async Task Subscribe(string stream) => await Stream(stream).SubscribeAsync(OnNext);

    public async Task<int> Unsubscribe(string stream)
    {
        var handles = await Stream(stream).GetAllSubscriptionHandles();
        foreach (var handle in handles) await handle.UnsubscribeAsync();
        return handles.Count;
    }

    public async Task Hold(string gate)
    {
        probe.Note($"{Key}:held");
        await probe.Gate(gate);
        probe.Note($"{Key}:released");
    }

    public Task Go()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private IAsyncStream<int> Stream(string key) => this.GetStreamProvider("live").GetStream<int>(StreamId.Create("numbers", key));

    private Task OnNext(int item, StreamSequenceToken? token)
    {
        probe.Note($"{Key}:{item} {RequestContext.Get("actor") ?? "nobody"}");
        return Task.CompletedTask;
    }
}

[Alias("engine-tests.producer")]
public interface IProducerGrain : IGrainWithStringKey
{
    [Alias("Publish")] Task Publish(string stream, int from, int count);
}

public sealed class ProducerGrain : Grain, IProducerGrain
{
    public async Task Publish(string stream, int from, int count)
    {
        var target = this.GetStreamProvider("live").GetStream<int>(StreamId.Create("numbers", stream));
        for (var i = from; i < from + count; i++) await target.OnNextAsync(i);
    }
}
