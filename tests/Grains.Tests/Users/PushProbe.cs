using System.Threading.Channels;
using Orleans.Streams;

namespace LearningHub.Grains.Tests.Users;

/// <summary>Hears the pushes of a topic, as a front end does.</summary>
internal sealed class PushProbe : IAsyncDisposable
{
    private readonly Channel<LivePush> _pushes = Channel.CreateUnbounded<LivePush>();
    private StreamSubscriptionHandle<LivePush> _subscription = null!;

    public static async Task<PushProbe> On(HubFixture hub, string tenant, string topic)
    {
        var probe = new PushProbe();
        probe._subscription = await hub.Services.GetRequiredService<IClusterClient>().GetStreamProvider(LiveTopics.Provider)
            .GetStream<LivePush>(LiveTopics.Stream(tenant, topic))
            .SubscribeAsync((push, _) => push.Topic == topic ? probe._pushes.Writer.WriteAsync(push).AsTask() : Task.CompletedTask);
        return probe;
    }

    /// <summary>The next push; fails when none comes for long.</summary>
    public async Task<LivePush> Next()
    {
        using var bound = new CancellationTokenSource(Wait.Patience, TimeProvider.System);
        return await _pushes.Reader.ReadAsync(bound.Token);
    }

    public async ValueTask DisposeAsync() => await _subscription.UnsubscribeAsync();
}
