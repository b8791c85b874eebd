using Orleans.InProcess.Activations;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess.Streams;

internal sealed class SubscriptionHandle<T>(Subscription<T> subscription) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => subscription.Stream;
    public override string ProviderName => subscription.Provider.Name;
    public override Guid HandleId => subscription.Id;

    public override Task UnsubscribeAsync()
    {
        subscription.End();
        if (GrainThread.Current is { } activation && activation.GrainId == subscription.Owner) activation.StreamConsumers.Remove(subscription.Id);
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        if (subscription.Ended) return Task.FromException<StreamSubscriptionHandle<T>>(new InvalidOperationException("Handle is no longer valid. It has been used to unsubscribe or resume."));
        subscription.Attach(observer);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new SubscriptionHandle<T>(subscription));
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is SubscriptionHandle<T> && other.HandleId == HandleId;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => HandleId.GetHashCode();
}
